namespace Akka.Events.Consuming;

/// <summary>
/// What a group with entities does when a topic that it has handled was deleted and made again: its state is there, but the offsets it has
/// finished are those of another log.
/// </summary>
public enum RecreatedTopic
{
    /// <summary>The group stops and says so: only its operator knows whether the events are new ones.</summary>
    Stop,

    /// <summary>The state stays, and the new topic is read from its beginning: its events are new.</summary>
    Beginning,

    /// <summary>
    /// The state stays, and reading goes on at the same offsets: the topic is a copy, record by record, as cluster links make it.
    /// </summary>
    SameOffsets,
}
