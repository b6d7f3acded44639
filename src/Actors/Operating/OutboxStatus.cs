namespace Akka.Events.Operating;

/// <summary>Where the forwarding of the outbox stands in this process.</summary>
/// <param name="Forwards">This process is the one that forwards.</param>
/// <param name="Forwarded">Events that it has forwarded since it began.</param>
/// <param name="Problems">What keeps the outbox, or events in it, from being forwarded by this process.</param>
public sealed record OutboxStatus(bool Forwards, long Forwarded, IReadOnlyList<GroupProblem> Problems);
