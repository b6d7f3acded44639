using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Observing;
using Akka.Events.Handling.Internal.Outgoing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// What all actors of one group in this process share. Complete before the first partition is assigned; read-only from then on.
/// </summary>
internal sealed class GroupContext
{
    private readonly ConcurrentDictionary<(string Handler, string Topic), bool> _new = new();

    public GroupContext()
    {
        Problems = new Problems(() => Time!.GetUtcNow());
        Failing = new FailingEvents(Problems);
    }

    public required string Name { get; init; }

    /// <summary>What topics are called in Kafka.</summary>
    public TopicNames TopicNames { get; init; } = TopicNames.AsDefined;

    public required ShardOptions Options { get; init; }

    public required IReadOnlyList<HandlerDefinition> Handlers { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Where chance comes from (jitter); safe from any thread.</summary>
    public Random Chance { get; init; } = Random.Shared;

    /// <summary>The user's loggers, none of which can reach who logs.</summary>
    public required ILoggerFactory Loggers { get; init => field = ContainedLoggerFactory.Of(value); }

    public required IEntityStates States { get; init; }

    /// <summary>Where handlers' transactions are opened; null where the store has none.</summary>
    public ITransactionStore? Transactions { get; init; }

    /// <summary>Takes records in transactions; null where there is none.</summary>
    public OutboxWriter? Outbox { get; init; }

    /// <summary>Sends what the group has to send; null where it can't.</summary>
    public Func<IRecordSender>? Records { get; init; }

    /// <summary>Where its dead letters go.</summary>
    public LetterPost Letters => field ??= new LetterPost(
        Records ?? (() => throw new InvalidOperationException("there is nothing to send dead letters with")),
        letters => Routes.FirstOrDefault(r => r.Origin is null && (LetterPost.TopicOf(r.Name, Name) == letters || r.Retries?.Name == letters))?.Partitions,
        topic => LetterPost.IsOfLetters(topic, Name) ? null : Publications?.Topic(topic) ?? Topic.Bytes(topic));

    /// <summary>How its entities publish; null where they can't.</summary>
    public PublisherSettings? Publishing { get; init; }

    /// <summary>Sends what its journals hold for other topics; null for the way of all else that is sent.</summary>
    public IOrderedSenders? Senders { get; init; }

    /// <summary>Makes records of what its entities publish; null where they can't.</summary>
    private Publications? Publications => field ??= Publishing is { } publishing
        ? new Publications(Name, publishing, record => Records?.Invoke().Problem(record), Time) : null;

    /// <summary>Which store that is, for people; empty where nobody wants to know.</summary>
    public string Store { get; init; } = "";

    /// <summary>Where shards' journals are read from their beginning.</summary>
    public required JournalReader Journal { get; init; }

    public required GroupMetrics Metrics { get; init; }

    /// <summary>Names this process in owner markers.</summary>
    public required string Owner { get; init; }

    public required EntityBudget Budget { get; init; }

    /// <summary>What bounds the group's work in this process.</summary>
    public WorkLimits Limits { get => field ??= new WorkLimits(ProcessLimits.Line); init; }

    /// <summary>What bounds that of all groups in this process.</summary>
    public WorkLimits ProcessLimits { get; init; } = new();

    /// <summary>Who is told of its events; null for nobody.</summary>
    public HandlingObservers? Observers { get; init; }

    /// <summary>What surrounds the calls of its functions; null for nothing.</summary>
    public HandlingInterceptors? Interceptors { get; init; }

    public required TailBudget Tails { get; init; }

    /// <summary>Shards that may recover at once: a few that are soon ready are better than all at the same late moment.</summary>
    public SemaphoreSlim Recoveries { get; } = new(Math.Max(4, Environment.ProcessorCount));

    /// <summary>Shards that may write a checkpoint at once: the journal needs the database too.</summary>
    public SemaphoreSlim Checkpoints { get; } = new(Math.Max(1, Environment.ProcessorCount / 4));

    public Problems Problems { get; }

    /// <summary>Events and keys that don't get on, as problems.</summary>
    public FailingEvents Failing { get; }

    public GivenUpRuns GivenUp { get; init; } = new();

    /// <summary>Where the keys of its entities lie.</summary>
    public KeyPlacement Keys { get; } = new();

    /// <summary>The group's topics; a route's index is its place here.</summary>
    public IReadOnlyList<SubscribedTopic> Routes { get; private set; } = [];

    /// <summary>The handlers of each topic, by the route's index.</summary>
    public HandlerDefinition[][] HandlersOf { get; private set; } = [];

    public bool HasEntities => Handlers.Any(h => h is EntityType);

    public bool HasTransactions => Handlers.Any(h => h.IsInTransaction);

    /// <summary>Its offsets stand beside what they led to, and are not Kafka's to say.</summary>
    public bool KeepsOffsets => HasEntities || HasTransactions;

    /// <summary>What is said of the store, with its name: what a database says doesn't tell which one it is.</summary>
    public string OfStore(string text) => Store.Length == 0 ? text : $"{text} ({Store})";

    /// <summary>What the store has said, with its name.</summary>
    public string OfStore(Exception failure) => OfStore(Reason.Message(failure));

    /// <summary>How what its handlers do becomes durable.</summary>
    public Durability Durability
    {
        get => field ??= Usual();
        set;
    }

    private Durability Usual() => HasEntities
        ? new JournalDurability(
            Name, new JournalCommitterSettings(
                Owner, Options.FencingHorizon, Options.RetainHistory, Options.LostJournal, States,
                Senders ?? new PlainSenders(Letters.Send), Chance, Time,
                Loggers.CreateLogger("Akka.Events.Journal")) { Store = Store })
        : HasTransactions
        ? new TransactionDurability(Name, Transactions ?? throw new InvalidOperationException("the store has no transactions for handlers"), Letters, Outbox,
            new HandledIds(Name, Transactions, Time, Loggers.CreateLogger("Akka.Events.Transactions")))
        : new OffsetsDurability(Letters);

    /// <summary>Who routes queries to the group's entities, and is told which shards open here. Nobody where nothing is asked.</summary>
    public IActorRef Queries { get; set; } = ActorRefs.Nobody;

    /// <summary>True once in this process for a handler of a topic.</summary>
    public bool IsNew(HandlerDefinition handler, SubscribedTopic topic) => _new.TryAdd((handler.Name, topic.Name), true);

    public string PersistenceId(int shard) => JournalDurability.PersistenceId(Name, shard);

    public EntityType? Entity(string name) => Handlers.OfType<EntityType>().FirstOrDefault(e => e.Name == name);

    private void CheckLetters(SubscribedTopic route)
    {
        if (route.Origin is not null || !HandlersOf[route.Index].Any(h => h.Options.Saves)) return;
        if (HasTransactions && Outbox is null)
            throw new InvalidOperationException(
                "its dead letters are written in the transactions that finish their records, which takes an outbox: call UseOutbox");
        var letters = LetterPost.TopicOf(route.Name, Name);
        if (TopicName.Problem(letters) is { } problem)
            throw new InvalidOperationException($"dead letters of topic '{route.Name}' would go to '{letters}', which can't be a topic's name: {problem}");
    }

    /// <summary>
    /// Learns from an instance of each entity class what it handles, and builds the routes. Called once, before the group begins.
    /// </summary>
    /// <exception cref="InvalidOperationException">What is registered can't work, however often it is tried; the message says why.</exception>
    public async Task Describe(IActorRefFactory actors)
    {
        foreach (var type in Handlers.OfType<EntityType>())
        {
            type.Publications = Publications;
            type.Learn(await EntityDescriber.Describe(actors, type).ConfigureAwait(false));
            if (type.OwnInstance is { } reason) HandlingLog.InstanceAKey(Loggers.CreateLogger("Akka.Events.Group"), Name, type.Name, reason);
        }
        var routes = new GroupRoutes(Name, Handlers, TopicNames, Senders is { AreExact: true });
        (Routes, HandlersOf) = (routes.Topics, routes.HandlersOf);
        foreach (var route in Routes) CheckLetters(route);
    }
}
