namespace Akka.Events.Committing.Internal.Letters;

/// <summary>To the shard: its journal holds so many more dead letters, or fewer, that are not sent.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record LettersUnsent(int Count, long Bytes);
