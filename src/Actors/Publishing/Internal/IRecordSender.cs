using Akka.Events.Kafka.Internal;
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

    /// <summary>Why a record can't ever be sent (its topic's name, its size), or null. Doesn't wait for anybody.</summary>
    PublishException? Problem(OutgoingRecord record);
}
