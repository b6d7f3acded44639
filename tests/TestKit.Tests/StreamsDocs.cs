using Akka.Actor;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Streams;
using Akka.Events.Subscribing;
using Akka.Events.Topics;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace TestKit.Tests;

/// <summary>The code in docs/streams.md.</summary>
internal static class StreamsDocs
{
    internal static async Task Follow(ActorSystem system, IEventSubscriptions subscriptions, IEvents events)
    {
        var (subscribed, done) = EventSource.Subscribe(subscriptions, Topics.Orders)
            .Select(e => new Bill(e.Event!.Id))
            .ToMaterialized(EventSink.Publish(events, Topics.Bills), Keep.Both)
            .Run(system.Materializer());
        await subscribed;
        await done;
    }

    internal static void Handle(ActorSystem system, EventsBuilder builder, IEvents events)
    {
        var bills = new StreamHandler<Order>();
        builder
            .Group("billing", group => group.Handle(Topics.Orders, "bill", bills.HandleAsync))
        ;
        RestartSource.WithBackoff(() => bills.Source, RestartSettings.Create(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), 0.2))
            .Select(one => (new Bill(one.Event.Id), one.Commit))
            .RunWith(EventSink.PublishAndCommit(events, Topics.Bills), system.Materializer());
    }

    internal sealed record Order(string Id);

    internal sealed record Bill(string Order);

    private static class Topics
    {
        public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Id);

        public static readonly Topic<Bill> Bills = Topic.Json<Bill>("bills", key: b => b.Order);
    }
}
