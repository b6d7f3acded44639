using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Observing;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Operating.Internal.Queries;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Publishing.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Tests.Support;
using Akka.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Fakes;

/// <summary>A group in an actor system of its own, over topics in memory: the test says which partitions the group's member has.</summary>
internal sealed class EventsHarness : IAsyncDisposable
{
    private const string Hocon = "akka.loglevel = WARNING";

    private readonly List<FakeGroupConsumer> _clients = [];
    private readonly IHost _host;
    private IActorRef _member = ActorRefs.Nobody;

    private EventsHarness(FakeTopics topics, IHost host, RunningGroup runtime)
    {
        Topics = topics;
        Runtime = runtime;
        _host = host;
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    public FakeTopics Topics { get; }

    public RunningGroup Runtime { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public FakeGroupConsumer Client => _clients[^1];

    public IEntityHistory History => new EntityHistory(new RunningGroups([Runtime], TimeProvider.System));

    public IEntities Entities => new EntityQueries(new RunningGroups([Runtime], TimeProvider.System));

    /// <summary>For questions that are to be refused: they wait no longer than that.</summary>
    public IEntities ImpatientEntities => new EntityQueries(new RunningGroups([Runtime], TimeProvider.System), TimeSpan.FromMilliseconds(200));

    /// <param name="topics">What the group reads.</param>
    /// <param name="handlers">Its handlers.</param>
    /// <param name="options">Its options; null for those that don't make a test wait.</param>
    /// <param name="states">Where the entities' states lie instead of in the store.</param>
    /// <param name="postgres">Where the journal lies, with the states in memory.</param>
    /// <param name="store">Where both lie.</param>
    /// <param name="observers">Who is told of partitions.</param>
    /// <param name="time">The shards' clock.</param>
    /// <param name="loggers">The group's loggers; null for none.</param>
    /// <param name="post">Takes what the group sends.</param>
    /// <param name="handling">Who is told of its events, and what surrounds its calls.</param>
    /// <param name="senders">Send what its journals hold, in place of the post.</param>
    public static async Task<EventsHarness> Start(
        FakeTopics topics, IReadOnlyList<HandlerDefinition> handlers, GroupOptions? options = null, IEntityStates? states = null,
        string? postgres = null, EventStore? store = null, IReadOnlyList<IGroupObserver>? observers = null, TimeProvider? time = null,
        ILoggerFactory? loggers = null, FakePost? post = null,
        Func<TimeProvider, (HandlingObservers? Observers, HandlingInterceptors? Interceptors)>? handling = null, IOrderedSenders? senders = null)
    {
        options ??= Options();
        for (var i = 0; i < handlers.Count; i++) handlers[i].Index = i;
        foreach (var entity in handlers.OfType<EntityType>())
            if (entity.Props == Props.None) entity.Props = Props.Create(entity.ActorType);
        if (store is null && postgres is not null) states ??= new InMemoryEntityStates();
        store ??= postgres is null ? new InMemoryStore() : new PostgreSqlStore(postgres, new PostgreSqlSettings());
        var host = await StartHost(store);
        var (stored, journal) = store.Open(host.Services.GetRequiredService<ActorSystem>(), NullLoggerFactory.Instance);
        await stored.Initialize(default);
        var watched = handling?.Invoke(time ?? TimeProvider.System) ?? default;
        var context = new GroupContext
        {
            Name = "group",
            Options = options.ForShards(),
            Handlers = handlers,
            Time = time ?? TimeProvider.System,
            Loggers = loggers ?? NullLoggerFactory.Instance,
            States = states ?? stored,
            Journal = journal,
            Store = store is InMemoryStore ? "" : store.Description,
            Transactions = store.Transactions,
            Outbox = post is null ? null : Outbox(host, store, time ?? TimeProvider.System),
            Records = post is null ? null : () => post,
            Senders = senders,
            Publishing = new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = "nowhere:1" } },
            Metrics = new GroupMetrics("group"),
            Owner = "test",
            Budget = new EntityBudget(options.Memory),
            Tails = new TailBudget(options.Checkpoint),
            Observers = watched.Observers,
            Interceptors = watched.Interceptors,
        };
        EventsHarness harness = null!;
        var told = new GroupObservers("group", observers ?? [], NullLogger.Instance);
        var runtime = new RunningGroup(new MemberContext(context, options, told), _ =>
        {
            var client = new FakeGroupConsumer(topics);
            harness._clients.Add(client);
            return client;
        });
        harness = new EventsHarness(topics, host, runtime);
        await context.Describe(harness.System);
        context.Queries = harness.System.ActorOf(Props.Create(() => new GroupQueries(runtime)), GroupPeers.NameOf(context.Name));
        harness._member = harness.System.ActorOf(Props.Create(() => new GroupMember(runtime)), "member");
        await runtime.Ready.WaitAsync(Patience);
        await Eventually(() => harness.Client.IsStarted);
        return harness;
    }

    /// <summary>Options that don't make a test wait.</summary>
    public static GroupOptions Options() => new()
    {
        CommitInterval = TimeSpan.FromMilliseconds(20),
        DrainTimeout = TimeSpan.FromMilliseconds(500),
        ReopenBackoff = TimeSpan.FromMilliseconds(10),
    };

    /// <summary>The same, with housekeeping every 50 ms: it comes four times as often as stuck runs are reported.</summary>
    public static GroupOptions OptionsWithQuickHousekeeping()
    {
        var options = Options();
        options.ReportStuckAfter = TimeSpan.FromMilliseconds(200);
        return options;
    }

    private static OutboxWriter? Outbox(IHost host, EventStore store, TimeProvider time)
    {
        var settings = new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = "nowhere:1" } };
        return store.OpenOutbox(host.Services.GetRequiredService<ActorSystem>(), NullLoggerFactory.Instance, 1 << 20) is { } outbox
            ? new OutboxWriter(outbox, settings, time) : null;
    }

    private static async Task<IHost> StartHost(EventStore store)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka("events", akka =>
        {
            akka.AddHocon(Hocon, HoconAddMode.Prepend).WithEventStore(store);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public static EntityType Entity<TEntity, TState>(Action<EntityOptions>? configure = null)
    {
        var options = new EntityOptions(
            StoredName.Kebab(typeof(TEntity).Name),
            new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) });
        configure?.Invoke(options);
        return new EntityType<TState>(typeof(TEntity), options);
    }

    /// <summary>Waits until all that is in the assigned partitions has been handled, durably, and committed.</summary>
    public Task Handled(params TopicPartition[] partitions) =>
        Eventually(() => partitions.All(p => Topics.Committed.GetValueOrDefault(p, 0) >= Topics.End(p)));

    /// <summary>Asks an entity, and again while its shard is being opened anew.</summary>
    public async Task<TReply> Ask<TEntity, TReply>(string key, object query) where TEntity : ActorBase
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await Entities.Ask<TEntity, TReply>(key, query);
            }
            catch (PartitionNotOwnedException) when (TimeProvider.System.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(5);
            }
        }
    }

    public async Task Leave() => await _member.Ask<Done>(LeaveGroup.Instance, Patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.Close().WaitAsync(Patience);
        await _host.StopAsync().WaitAsync(Patience);
        _host.Dispose();
    }

    public static Task Eventually(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Testing.Eventually.True(condition, what);
}
