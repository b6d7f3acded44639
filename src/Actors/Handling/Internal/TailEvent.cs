namespace Akka.Events.Handling.Internal;

/// <summary>A state event of the journal's tail, read back in recovery and folded into its entity when that is first asked for.</summary>
internal sealed class TailEvent(long sequenceNr, string manifest, ReadOnlyMemory<byte> payload)
{
    public long SequenceNr { get; } = sequenceNr;

    public string Manifest { get; } = manifest;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public TailEvent? Next;
}
