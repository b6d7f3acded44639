namespace Akka.Events.Committing.Internal.Sending;

/// <summary>To the shard: its journal holds so many records more, or fewer, that are not sent.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record RecordsUnsent(int Count, long Bytes);
