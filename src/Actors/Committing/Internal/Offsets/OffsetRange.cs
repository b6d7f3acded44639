namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>Offsets from <paramref name="First"/> up to, not including, <paramref name="End"/>.</summary>
internal readonly record struct OffsetRange(long First, long End);
