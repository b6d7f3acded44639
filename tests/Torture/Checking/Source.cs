namespace Akka.Events.Torture.Checking;

/// <summary>Where a record lies.</summary>
internal readonly record struct Source(string Topic, int Partition, long Offset)
{
    public override string ToString() => $"{Topic} [{Partition}] @{Offset}";
}
