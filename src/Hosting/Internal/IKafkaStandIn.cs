using Akka.Events.Consuming.Internal;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.Hosting.Internal;

/// <summary>Takes the place of Kafka's clients where it is among the host's services: in tests.</summary>
internal interface IKafkaStandIn
{
    /// <summary>Sends records that are made elsewhere.</summary>
    IRecordSender Records { get; }

    /// <summary>Sends what entities publish.</summary>
    IOrderedSenders Senders { get; }

    /// <summary>Reads topics through.</summary>
    ITopicScanner Scanner { get; }

    /// <summary>A member of a group.</summary>
    IGroupConsumer Member(MemberContext member);

    /// <summary>Reads topics for this process alone.</summary>
    IGroupConsumer Alone(LonePositions positions);

    /// <summary>Publishes events.</summary>
    IEvents Publisher(PublisherSettings settings, TimeProvider time);
}
