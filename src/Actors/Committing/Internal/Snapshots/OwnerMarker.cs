namespace Akka.Events.Committing.Internal.Snapshots;

/// <summary>
/// A new owner's first row: it takes the sequence number that an owner frozen in the past would write next, and so fences it.
/// </summary>
/// <param name="Owner">Names the process: host, process id and a random part.</param>
/// <param name="At">When it took the shard (Unix milliseconds).</param>
/// <param name="Incarnation">Which of the shard's journals this is: a higher one than before means that nothing before counts.</param>
/// <param name="Tag">What its owner marks with how far it has sent; 0: it doesn't say.</param>
internal sealed record OwnerMarker(string Owner, long At, long Incarnation, int Tag = 0);
