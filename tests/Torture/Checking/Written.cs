namespace Akka.Events.Torture.Checking;

/// <summary>An event of a key as the journal holds it.</summary>
/// <param name="Number">What the publisher has numbered it.</param>
/// <param name="Source">The record it came of.</param>
/// <param name="Process">Who wrote it: worker and life, "3.7".</param>
/// <param name="SequenceNr">Its row in the shard's journal.</param>
internal sealed record Written(long Number, Source Source, string Process, long SequenceNr)
{
    public override string ToString() => $"{Number} ({Source}, by {Process} in row {SequenceNr})";
}
