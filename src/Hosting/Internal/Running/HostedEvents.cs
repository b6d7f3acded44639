using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Events.Consuming.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Operating.Internal.Letters;
using Akka.Events.Persistence.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Subscribing.Internal;
using Akka.Events.Topics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>
/// What of the event system belongs to its actor system from its making on, and needs no start: publishing, and topics. Whoever publishes
/// before the host has started the event system brings the actor system about, not the groups.
/// </summary>
internal sealed class HostedEvents : IExtension
{
    private readonly IKafkaStandIn? _standIn;
    private readonly IEvents? _standInEvents;
    private readonly SenderPlaces? _places; // of senders with transactions, where there are some

    private HostedEvents(EventsPlan plan, EventStore store, ExtendedActorSystem system)
    {
        var resolver = DependencyResolver.For(system).Resolver;
        Time = resolver.GetService<TimeProvider>() ?? TimeProvider.System;
        Loggers = ContainedLoggerFactory.Of(resolver.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        Clients = new KafkaClients(plan, Loggers, Time, [.. resolver.GetService<IEnumerable<IPublishingInterceptor>>() ?? []]);
        Topics = Clients.Topics();
        _standIn = resolver.GetService<IKafkaStandIn>();
        _standInEvents = _standIn?.Publisher(Clients.Publishing(), Time);
        Publisher = new PublisherLife(() => Clients.Publisher(plan.Topics.Create ? Topics : null));
        DeadLetters = new DeadLetters(_standIn?.Scanner ?? Clients.Scanner(), () => Records);
        TopicsToMake = plan.Topics.Create && _standIn is null ? Topics : null;
        if (plan.Publish.EntityTransactions && _standIn is null) _places = new SenderPlaces(plan.Publish.MaxEntityProducers);
        if (plan.Outbox is { } outbox) Outbox = new HostedOutbox(outbox, store.OpenOutbox(system, Loggers, outbox.BatchBytes)!, this, plan.Topics.Create);
        var reading = new ReadingContext
        {
            TopicNames = plan.TopicNames,
            NewClient = positions => _standIn?.Alone(positions) ?? Clients.Alone(positions),
            Ensure = topic => TopicsToMake?.EnsureOrLeave(topic) ?? Task.CompletedTask,
            TopicCheckInterval = plan.Reading.TopicCheckInterval,
            KeepOpen = plan.Reading.KeepOpen,
            Subscription = plan.Reading.Subscription,
            Log = Loggers.CreateLogger("Akka.Events.Reading"),
            Time = Time,
        };
        (Subscriptions, Views) = (new EventSubscriptions(reading), new EventViews(reading));
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "akka-events-reading", async () =>
        {
            await Task.WhenAll(Subscriptions.DisposeAsync().AsTask(), Views.DisposeAsync().AsTask()).ConfigureAwait(false);
            return Done.Instance;
        });
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "akka-events-publisher", async () =>
        {
            await Publisher.End().ConfigureAwait(false);
            return Done.Instance;
        });
    }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    public KafkaClients Clients { get; }

    public KafkaTopics Topics { get; }

    public PublisherLife Publisher { get; }

    /// <summary>Makes the groups' topics; null where it isn't wanted.</summary>
    public KafkaTopics? TopicsToMake { get; }

    /// <summary>Publishes events.</summary>
    public IEvents Events => _standInEvents ?? Publisher.Publisher;

    /// <summary>Sends records that are made elsewhere.</summary>
    public IRecordSender Records => _standIn?.Records ?? Publisher.Publisher.Records;

    /// <summary>Sends what a group's journals hold for other topics; null for the way of all else.</summary>
    /// <param name="wish">What a topic should be like where it has to be made.</param>
    public IOrderedSenders? Senders(Func<string, ITopic> wish) =>
        _standIn is not null ? _standIn.Senders : _places is null ? null : new TransactionSenders(Clients.Shard, _places, topic => Ensure(wish(topic)));

    public DeadLetters DeadLetters { get; }

    public EventSubscriptions Subscriptions { get; }

    public EventViews Views { get; }

    /// <summary>Null where there is none.</summary>
    public HostedOutbox? Outbox { get; }

    /// <summary>A member of a group.</summary>
    public IGroupConsumer Member(MemberContext member) => _standIn?.Member(member) ?? Clients.GroupMember(member);

    public static HostedEvents Of(ActorSystem system) => system.WithExtension<HostedEvents, Provider>();

    private async Task<TopicException?> Ensure(ITopic topic)
    {
        if (TopicsToMake is null) return null;
        try
        {
            await TopicsToMake.EnsureOrLeave(topic).ConfigureAwait(false);
            return null;
        }
        catch (TopicException e)
        {
            return e;
        }
    }

    private sealed class Provider : ExtensionIdProvider<HostedEvents>
    {
        public override HostedEvents CreateExtension(ExtendedActorSystem system)
        {
            var setup = system.Settings.Setup.Get<PlanSetup>();
            return setup.HasValue
                ? new HostedEvents(setup.Value.Plan, setup.Value.Store, system)
                : throw new InvalidOperationException($"the actor system '{system.Name}' has no event system: call WithEvents");
        }
    }
}
