using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal;

/// <summary>Sends records as they are: dead letters, outbox rows, what handlers publish.</summary>
internal interface IRecordSender
{
    /// <summary>
    /// Sends a record. The task ends when every in-sync replica has it, with where it lies. Records are sent in the order of the calls as
    /// long as the client's buffer isn't full.
    /// </summary>
    /// <exception cref="PublishException">It can't be sent.</exception>
    Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, CancellationToken cancellationToken = default);

    /// <summary>The same, with a topic that is made where it doesn't exist.</summary>
    /// <param name="record">The record.</param>
    /// <param name="topic">What its topic should be like.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PublishException">It can't be sent.</exception>
    Task<TopicPartitionOffset> SendAsync(OutgoingRecord record, ITopic topic, CancellationToken cancellationToken);

    /// <summary>Sees to it that a topic exists, where that is wanted.</summary>
    /// <exception cref="PublishException">It doesn't, and can't be made.</exception>
    Task Ensure(ITopic topic);

    /// <summary>Why a record can't ever be sent (its topic's name, its size), or null. Doesn't wait for anybody.</summary>
    PublishException? Problem(OutgoingRecord record);
}
