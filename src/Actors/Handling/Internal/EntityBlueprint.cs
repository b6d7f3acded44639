using System.Collections.Concurrent;
using Akka.Events.Consuming.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// What the constructors of one entity class register that is the same for every instance: topics, folds and queries. Kept once per class, so that an entity
/// costs its handlers only.
/// </summary>
internal sealed class EntityBlueprint
{
    private static readonly ConcurrentDictionary<Type, EntityBlueprint> Blueprints = new();

    private readonly Lock _lock = new();
    private volatile object[] _topics = [];
    private volatile EventFold[] _folds = [];
    private volatile bool _complete;

    /// <summary>The <see cref="Topics.Topic{T}"/> of each On, in the order of registration.</summary>
    public IReadOnlyList<object> Topics => _topics;

    public IReadOnlyList<EventFold> Folds => _folds;

    /// <summary>An instance has been constructed: further ones bring nothing new.</summary>
    public bool IsComplete => _complete;

    public static EntityBlueprint Of(Type entity) => Blueprints.GetOrAdd(entity, _ => new EntityBlueprint());

    public void Complete() => _complete = true;

    public void AddTopic(object topic)
    {
        lock (_lock)
            if (!_topics.Contains(topic))
                _topics = [.. _topics, topic];
    }

    public void AddFold(EventFold fold)
    {
        lock (_lock)
            if (!_folds.Any(f => f.EventType == fold.EventType))
                _folds = [.. _folds, fold];
    }
}
