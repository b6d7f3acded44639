using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Outgoing;
using Akka.Events.Handling.Internal.Schedules;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>
/// An entity handler of a group: its class, its state type and the types it stores. Built once per group, then read by all shards.
/// </summary>
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

    /// <summary>Makes records of what it publishes; null where nothing can be published.</summary>
    public Publications? Publications { get; set; }

    /// <summary>Why each key needs an instance of its own; null where one may serve any.</summary>
    public string? OwnInstance { get; private set; } = "it isn't known yet";

    /// <summary>An instance may serve any key, one after another: all that it remembers of one is its state.</summary>
    public bool IsShared => OwnInstance is null;

    public abstract StoredType State { get; }

    /// <summary>How its queries and answers travel between processes.</summary>
    public QueryTypes Queries { get; private set; } = QueryTypes.None;

    /// <summary>The names of its visits.</summary>
    public IReadOnlySet<string> Visits { get; private set; } = new HashSet<string>();

    /// <summary>Which of them come by themselves, and when.</summary>
    public abstract IReadOnlyList<VisitSchedule> Schedules { get; }

    protected abstract object? NewState(byte[] key);

    /// <summary>The state of an entity that has none yet.</summary>
    /// <exception cref="UnreadableStateException">Its constructor, or the class's Initial, has failed.</exception>
    public object? InitialState(byte[] key)
    {
        try
        {
            return NewState(key);
        }
        catch (Exception cause)
        {
            throw Unreadable(key, $"its first state can't be made: {Reason.Of(cause)}", cause);
        }
    }

    /// <summary>Takes in what the constructor of the group's first instance has registered, in place of what was learnt before.</summary>
    /// <exception cref="ArgumentException">What is stored can't be told apart, or has no codec.</exception>
    public void Learn(EntityBlueprint blueprint)
    {
        _byManifest.Clear();
        _topics = blueprint.Topics;
        OwnInstance = blueprint.OwnInstance;
        Visits = blueprint.Visits;
        foreach (var schedule in Schedules)
            if (!Visits.Contains(schedule.Visit))
                throw new ArgumentException($"entity '{Name}' is to be visited for '{schedule.Visit}', and the constructor of {ActorType.Name} has no such Visit");
        Begin(blueprint.Initial);
        Learn(blueprint.Folds);
        Queries = Travelling(blueprint.Queries);
    }

    /// <exception cref="ArgumentException">Nothing says what a state begins as.</exception>
    protected abstract void Begin(Delegate? initial);

    protected abstract void Learn(IReadOnlyList<EventFold> folds);

    protected abstract QueryTypes Travelling(IReadOnlyList<QueryShape> queries);

    /// <summary>Knows an event under a stored name; further names for one type are for reading only.</summary>
    public void Know(StoredEvent stored)
    {
        if (!_byManifest.TryAdd(stored.Type.Manifest, stored))
            throw new ArgumentException($"entity '{Name}': two event types are stored under the name '{stored.Type.Manifest}'");
    }

    /// <summary>An entity's state: what a checkpoint stored, and what the journal has above it.</summary>
    /// <param name="key">The entity's key.</param>
    /// <param name="stored">The stored state; null where there is none.</param>
    /// <param name="tail">The journal's tail; null where it has nothing of the key.</param>
    /// <param name="tailKey">The key's number in the tail.</param>
    /// <exception cref="UnreadableStateException">A stored name is not known, or its bytes can't be decoded.</exception>
    public Restored Restore(byte[] key, StoredState? stored, EntityTail? tail, int tailKey)
    {
        var restored = stored is { } row ? Read(key, row) : new Restored(InitialState(key), 0);
        if (tail is null) return restored;
        // A row may be newer than the tail: a checkpoint that was broken off has written it.
        var through = restored.SequenceNr;
        foreach (var e in tail.EventsOf(tailKey))
            if (e.SequenceNr > through)
                restored = Replay(key, restored.State, e);
        return restored;
    }

    /// <summary>Reads an event of the journal.</summary>
    /// <exception cref="UnreadableStateException">Its name is not known, or its bytes can't be decoded.</exception>
    public object ReadEvent(byte[] key, long sequenceNr, string manifest, ReadOnlySpan<byte> payload)
    {
        var stored = Find(key, sequenceNr, manifest);
        try
        {
            return stored.Read(payload);
        }
        catch (Exception cause)
        {
            throw Unreadable(key, sequenceNr, manifest, cause);
        }
    }

    private Restored Read(byte[] key, in StoredState stored)
    {
        if (stored.Manifest != UnfoldedState.Manifest) return new Restored(ReadState(key, stored), stored.SequenceNr);
        try
        {
            var (below, events) = UnfoldedState.Read(stored);
            var restored = new Restored(below is { } row ? ReadState(key, row) : InitialState(key), 0);
            foreach (var e in events) restored = Replay(key, restored.State, e);
            return restored with { SequenceNr = stored.SequenceNr };
        }
        catch (InvalidDataException cause)
        {
            throw Unreadable(key, $"the state '{stored.Manifest}' can't be read back: {Reason.Message(cause)}", cause);
        }
    }

    private Restored Replay(byte[] key, object? state, in TailEvent e)
    {
        if (e.Manifest == StateDeletion.Manifest) return new Restored(InitialState(key), e.SequenceNr, Deleted: true);
        var stored = Find(key, e.SequenceNr, e.Manifest);
        try
        {
            return new Restored(stored.Apply(state, e.Payload.Span), e.SequenceNr);
        }
        catch (Exception cause)
        {
            throw Unreadable(key, e.SequenceNr, e.Manifest, cause);
        }
    }

    private StoredEvent Find(byte[] key, long sequenceNr, string manifest) => _byManifest.TryGetValue(manifest, out var stored) ? stored
        : throw Unreadable(key, $"the journal holds an event '{manifest}' (sequence number {sequenceNr}) that no Apply of {ActorType.Name} knows; "
            + "give the type its old name, or register how the old event becomes a new one (Upcast)");

    private UnreadableStateException Unreadable(byte[] key, long sequenceNr, string manifest, Exception cause) =>
        Unreadable(key, $"the event '{manifest}' (sequence number {sequenceNr}) can't be read back: {Reason.Message(cause)}", cause);

    /// <summary>Reads a checkpointed state back.</summary>
    /// <exception cref="UnreadableStateException">The state's name is not known, or its bytes can't be decoded.</exception>
    protected abstract object? ReadState(byte[] key, in StoredState stored);

    protected UnreadableStateException Unreadable(byte[] key, string reason, Exception? cause = null) =>
        new(Name, Events.Topics.KeyText.ToText(key), reason, cause);

    /// <summary>A state that was read back.</summary>
    /// <param name="State">The state.</param>
    /// <param name="SequenceNr">Sequence number of the last batch that changed it; 0 where none did.</param>
    /// <param name="Deleted">It is a first state again: the store is to have none.</param>
    internal readonly record struct Restored(object? State, long SequenceNr, bool Deleted = false);
}
