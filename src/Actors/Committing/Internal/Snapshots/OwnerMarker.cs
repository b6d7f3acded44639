namespace Akka.Events.Committing.Internal.Snapshots;

/// <summary>
/// A new owner's first row: it takes the sequence number that an owner frozen in the past would write next, and so fences it.
/// </summary>
/// <param name="Owner">Names the process: host, process id and a random part.</param>
/// <param name="At">When it took the shard (Unix milliseconds).</param>
/// <param name="Incarnation">Which of the shard's journals this is: a higher one than before means that nothing before counts.</param>
/// <param name="Begun">Sequence number of the marker that began that incarnation: what lies before it doesn't count. 0: the journal's beginning.</param>
/// <param name="Tag">What its owner marks with how far it has sent; 0: it doesn't say.</param>
internal sealed record OwnerMarker(string Owner, long At, long Incarnation, long Begun = 0, int Tag = 0);
