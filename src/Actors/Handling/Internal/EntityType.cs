using Akka.Actor;
using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>An entity handler of a group: its class, its state type and the types it stores. Built once per group, then read by all shards.</summary>
internal abstract class EntityType : HandlerDefinition
{
    private readonly Dictionary<string, StoredEvent> _byManifest = new(StringComparer.Ordinal);
    private IReadOnlyList<object> _topics = [];

    protected EntityType(string name, Type actorType, HandlerOptions options) : base(name, options)
    {
        ActorType = actorType;
    }

    public Type ActorType { get; }

    public override IReadOnlyList<object> Topics => _topics;

    public Props Props { get; set; } = Props.None;

    public abstract StoredType State { get; }

    public abstract object? InitialState { get; }

    /// <summary>Takes in what the constructor of the group's first instance has registered. Called once.</summary>
    public void Learn(EntityBlueprint blueprint)
    {
        _topics = blueprint.Topics;
        Learn(blueprint.Folds);
    }

    protected abstract void Learn(IReadOnlyList<EventFold> folds);

    /// <summary>Knows an event under a stored name; further names for one type are for reading only.</summary>
    public void Know(StoredEvent stored)
    {
        if (!_byManifest.TryAdd(stored.Type.Manifest, stored))
            throw new ArgumentException($"entity '{Name}': two event types are stored under the name '{stored.Type.Manifest}'");
    }

    /// <summary>Applies an event of the journal to a state.</summary>
    /// <exception cref="UnreadableStateException">The event's name is not known, or its bytes can't be decoded.</exception>
    public object? Replay(EntityLane lane, object? state, TailEvent e)
    {
        if (!_byManifest.TryGetValue(e.Manifest, out var stored))
            throw new UnreadableStateException(Name, lane.KeyText, $"the journal holds an event '{e.Manifest}' (sequence number {e.SequenceNr}) that no Apply of {ActorType.Name} knows; "
                + "give the type its old name, or register how the old event becomes a new one (Upcast)");
        try
        {
            return stored.Apply(state, e.Payload.Span);
        }
        catch (Exception cause)
        {
            throw new UnreadableStateException(Name, lane.KeyText, $"the event '{e.Manifest}' (sequence number {e.SequenceNr}) can't be read back: {cause.Message}", cause);
        }
    }

    /// <summary>Reads a checkpointed state back.</summary>
    /// <exception cref="UnreadableStateException">The state's name is not known, or its bytes can't be decoded.</exception>
    public abstract object? ReadState(EntityLane lane, StoredState stored);
}
