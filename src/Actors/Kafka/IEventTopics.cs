using Akka.Events.Topics;

namespace Akka.Events.Kafka;

/// <summary>Makes, lists, describes and deletes topics.</summary>
/// <remarks>Topics needn't be made by hand: the first event, and a group that starts, make theirs, where that is configured.</remarks>
public interface IEventTopics
{
    /// <summary>
    /// Sees to it that a topic exists, with the partitions, replicas, retention and compaction of its definition or, where that wishes for
    /// none, of the configuration. Any number of processes may do so at once.
    /// </summary>
    /// <exception cref="TopicException">It can't be made, or it exists otherwise than wished for and that is to fail.</exception>
    Task EnsureAsync<T>(Topic<T> topic, CancellationToken cancellationToken = default);

    /// <summary>The names of all topics that this user may see, in order, without Kafka's own.</summary>
    /// <exception cref="TopicException">The brokers can't be asked.</exception>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>A topic as it is; null when it doesn't exist.</summary>
    /// <exception cref="TopicException">The brokers can't be asked, or this user may not see it.</exception>
    Task<TopicDetails?> DescribeAsync(string topic, CancellationToken cancellationToken = default);

    /// <summary>Deletes a topic and all its records. False when it doesn't exist.</summary>
    /// <exception cref="TopicException">It can't be deleted.</exception>
    Task<bool> DeleteAsync(string topic, CancellationToken cancellationToken = default);
}
