using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Handling.Internal.Instances;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>
/// What an instance of an entity class has registered in its constructor. Only instances made while a group of this process learns of the
/// class note it; the others cost their handlers only. Two groups may use one class with different arguments: each learns from an instance
/// of its own.
/// </summary>
internal sealed class EntityBlueprint : INoSerializationVerificationNeeded
{
    private static readonly ConcurrentDictionary<Type, int> Wanted = new();

    private readonly List<object> _topics = [];
    private readonly List<EventFold> _folds = [];
    private readonly List<QueryShape> _queries = [];

    /// <summary>The <see cref="Topics.Topic{T}"/>s of all On, each once, in the order of registration.</summary>
    public IReadOnlyList<object> Topics => _topics;

    public IReadOnlyList<EventFold> Folds => _folds;

    /// <summary>What each Query takes and gives, in the order of registration: of two that fit a query the later one answers.</summary>
    public IReadOnlyList<QueryShape> Queries => _queries;

    /// <summary>The instance itself, as it is after its constructor.</summary>
    public EntityInstance Instance { get; set; } = null!;

    /// <summary>Why each key needs an instance of its own; null where one may serve any.</summary>
    public string? OwnInstance { get; set; }

    /// <summary>From now on until <see cref="EndNoting"/>, instances of the class note what they register.</summary>
    public static void BeginNoting(Type entity) => Wanted.AddOrUpdate(entity, 1, (_, count) => count + 1);

    public static void EndNoting(Type entity) => Wanted.AddOrUpdate(entity, 0, (_, count) => count - 1);

    /// <summary>An empty one, to be filled by the constructor that calls this; null where nobody wants it.</summary>
    public static EntityBlueprint? New(Type entity) =>
        Wanted.TryGetValue(entity, out var count) && count > 0 ? new EntityBlueprint() : null;

    /// <summary>What the state begins as, by the entity's key as text; null where its constructor says.</summary>
    public Delegate? Initial { get; private set; }

    public void AddTopic(ITopic topic)
    {
        if (!_topics.Exists(known => ((ITopic)known).Name == topic.Name)) _topics.Add(topic);
    }

    /// <exception cref="InvalidOperationException">It was said before.</exception>
    public void AddInitial(Delegate initial)
    {
        if (Initial is not null) throw new InvalidOperationException("it says twice what its state begins as (Initial)");
        Initial = initial;
    }

    /// <summary>The names of all Visit.</summary>
    public HashSet<string> Visits { get; } = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">There is one of that name.</exception>
    public void AddVisit(string name)
    {
        if (!Visits.Add(name)) throw new InvalidOperationException($"it has two visits '{name}'");
    }

    public void AddQuery(QueryShape query) => _queries.Add(query);

    public void AddFold(EventFold fold)
    {
        if (!_folds.Exists(f => f.EventType == fold.EventType)) _folds.Add(fold);
    }
}
