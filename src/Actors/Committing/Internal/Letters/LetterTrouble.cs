namespace Akka.Events.Committing.Internal.Letters;

/// <summary>To the shard: the dead letters of a topic don't get through, or do so again.</summary>
/// <param name="Topic">The dead-letter topic.</param>
/// <param name="Why">Why; null when they do.</param>
internal sealed record LetterTrouble(string Topic, string? Why);
