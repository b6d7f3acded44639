namespace Akka.Events.Publishing;

/// <summary>An event in the outbox that can't be sent. It is tried again by itself.</summary>
/// <param name="Id">Its number in the outbox.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Key">Its key as text; null for none.</param>
/// <param name="Reason">Why it can't be sent.</param>
/// <param name="Tried">When it was last tried, UTC.</param>
/// <param name="StopsTopic">It is the topic that can't be written to: all of its events wait, not just the key's.</param>
public sealed record RefusedEvent(long Id, string Topic, string? Key, string Reason, DateTimeOffset Tried, bool StopsTopic);
