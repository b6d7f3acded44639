namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>What a record of a retry topic says of itself.</summary>
/// <param name="Retry">Its number among the attempts out of the retry topic, from 1 on.</param>
/// <param name="Due">When it is due.</param>
/// <param name="Partition">The partition of its own topic that it was in; the retry topic may have fewer.</param>
/// <param name="Offset">The offset that it had there.</param>
internal sealed record RetriedRecord(int Retry, DateTimeOffset Due, int Partition, long Offset);
