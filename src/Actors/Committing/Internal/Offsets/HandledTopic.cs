namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>What one handler has durably finished of one topic's partition.</summary>
internal readonly record struct HandledTopic(string Topic, string Handler);
