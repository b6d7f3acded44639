using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal;
using Akka.Events.Operating.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Fakes;

/// <summary>A group in an actor system of its own, over topics in memory: the test says which partitions the group's member has.</summary>
internal sealed class EventsHarness : IAsyncDisposable
{
    private const string Hocon = """
        akka {
          loglevel = WARNING
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster.sharding.passivate-idle-entity-after = off
          persistence.journal.plugin = "akka.persistence.journal.inmem"
          persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
          actor.serializers { akka-events = "Akka.Events.Committing.Internal.EventsSerializer, Akka.Events" }
        }
        """;

    private readonly List<FakeGroupConsumer> _clients = [];
    private IActorRef _member = ActorRefs.Nobody;

    private EventsHarness(FakeTopics topics, ActorSystem system, GroupRuntime runtime)
    {
        Topics = topics;
        System = system;
        Runtime = runtime;
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public FakeTopics Topics { get; }

    public ActorSystem System { get; }

    public GroupRuntime Runtime { get; }

    public FakeGroupConsumer Client => _clients[^1];

    public IEntities Entities => new Entities(new EventsRuntime([Runtime], TimeProvider.System));

    public static async Task<EventsHarness> Start(FakeTopics topics, IReadOnlyList<HandlerDefinition> handlers, GroupOptions? options = null, IEntityStates? states = null, string? hocon = null)
    {
        var system = ActorSystem.Create("events", hocon is null ? Hocon : ConfigurationFactory.ParseString(hocon).WithFallback(Hocon));
        var cluster = Akka.Cluster.Cluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress);
        options ??= new GroupOptions { CommitInterval = TimeSpan.FromMilliseconds(20), DrainTimeout = TimeSpan.FromMilliseconds(500) };
        for (var i = 0; i < handlers.Count; i++) handlers[i].Index = i;
        foreach (var entity in handlers.OfType<EntityType>()) entity.Props = Props.Create(entity.ActorType);
        var context = new GroupContext
        {
            Name = "group",
            Options = options,
            Handlers = handlers,
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            States = states ?? new InMemoryEntityStates(),
            Metrics = new GroupMetrics("group"),
            Owner = "test",
            Budget = new EntityBudget(options.Memory),
        };
        EventsHarness harness = null!;
        var runtime = new GroupRuntime(context, _ =>
        {
            var client = new FakeGroupConsumer(topics);
            harness._clients.Add(client);
            return client;
        });
        harness = new EventsHarness(topics, system, runtime);
        harness._member = system.ActorOf(Props.Create(() => new GroupMember(runtime)), "member");
        await runtime.Ready.WaitAsync(Patience);
        await Eventually(() => harness.Client.IsStarted);
        return harness;
    }

    public static EntityType Entity<TEntity, TState>(Action<EntityOptions>? configure = null) where TState : new()
    {
        var options = new EntityOptions(StoredName.Kebab(typeof(TEntity).Name), new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) });
        configure?.Invoke(options);
        return new EntityType<TState>(typeof(TEntity), options);
    }

    /// <summary>Waits until all that is in the assigned partitions has been handled, durably, and committed.</summary>
    public Task Handled(params TopicPartition[] partitions) =>
        Eventually(() => partitions.All(p => Topics.Committed.GetValueOrDefault(p, 0) >= Topics.End(p)));

    public async Task Leave() => await _member.Ask<Done>(LeaveGroup.Instance, Patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.Close().WaitAsync(Patience);
        await System.Terminate().WaitAsync(Patience);
    }

    public static async Task Eventually(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > Patience) throw new TimeoutException("what was waited for did not come");
            await Task.Delay(5);
        }
    }
}
