using System.Text;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Tests.Fakes;

/// <summary>Handled deliveries, as a committer gets them.</summary>
internal static class TestDelivery
{
    public static readonly SubscribedTopic Orders = SubscribedTopic.Of(Topic.Text("orders"), 0);

    public static readonly StoredType Happened = new StoredType<string>("happened", Topic.Text("x").Codec);

    /// <summary>Two handlers of <see cref="Orders"/>: customer and audit.</summary>
    public static readonly HandlerDefinition[] Handlers =
        [.. new[] { "customer", "audit" }.Select(name => new PlainHandler<string>(name, Topic.Text("orders"), (_, _) => default, new HandlerOptions()))];

    public static EventDelivery Of(
        SubscribedTopic route, PartitionAssignment source, HandlerDefinition handler, long offset, string key, long timestamp = 0)
    {
        var delivery = route.NewDelivery(source);
        delivery.Fill(new RawRecord { Offset = offset, Timestamp = timestamp, HasKey = true, HasValue = false, Key = Encoding.UTF8.GetBytes(key), Value = [] });
        delivery.Effects.First = offset;
        delivery.Effects.Start = source.Start;
        delivery.Effects.Handled = new HandledTopic(route.JournalName, handler.Name);
        delivery.Handler = handler;
        return delivery;
    }

    /// <summary>The assignment of partition 0 of <see cref="Orders"/>.</summary>
    public static readonly PartitionAssignment Source = new(new TopicPartition("orders", 0), ActorRefs.Nobody, TimeProvider.System);

    public static EventDelivery Of(
        SubscribedTopic route, PartitionAssignment source, HandlerDefinition handler, long offset, string? key, string? value, long timestamp)
    {
        var delivery = route.NewDelivery(source);
        delivery.Fill(new RawRecord
        {
            Offset = offset, Timestamp = timestamp, HasKey = key is not null, HasValue = value is not null,
            Key = Encoding.UTF8.GetBytes(key ?? ""), Value = Encoding.UTF8.GetBytes(value ?? ""),
        });
        delivery.Handler = handler;
        return delivery;
    }

    public static void Append(this EventDelivery delivery, StoredType type, string value) =>
        delivery.Effects.Append(type, Encoding.UTF8.GetBytes(value));
}
