namespace Akka.Events.Operating;

/// <summary>Some dead letters, in the order of their partitions, and there the oldest first.</summary>
/// <param name="Letters">The letters.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, string? Next);
