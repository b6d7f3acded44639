using System.Reflection;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Schedules;

namespace Akka.Events.Handling.Internal.Entities;

internal sealed class EntityType<TState> : EntityType
{
    private static readonly MethodInfo StoreEventMethod = typeof(EntityType<TState>)
        .GetMethod(nameof(StoreEvent), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo StoredTypeMethod = typeof(EntityOptions)
        .GetMethod(nameof(EntityOptions.StoredType), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly EntityOptions _options;
    private readonly Dictionary<string, (StoredType Type, Func<object, object> Migrate)> _oldStates = new(StringComparer.Ordinal);
    private Persistable[] _persistable = [];
    private Func<string, TState>? _initial;

    public EntityType(Type actorType, EntityOptions options) : base(options.Name, actorType, options.Handler)
    {
        _options = options;
        State = options.StoredType<TState>();
    }

    public override StoredType<TState> State { get; }

    public override IReadOnlyList<VisitSchedule> Schedules => _options.Schedules;

    protected override object? NewState(byte[] key) => _initial is null ? Activator.CreateInstance<TState>()
        : _initial(Events.Topics.KeyText.ToText(key)) ?? throw new InvalidOperationException($"Initial of {ActorType.Name} has given null");

    protected override void Begin(Delegate? initial)
    {
        _initial = (Func<string, TState>?)initial;
        if (initial is null && !typeof(TState).IsValueType && typeof(TState).GetConstructor(Type.EmptyTypes) is null)
            throw new ArgumentException(
                $"entity '{Name}': {typeof(TState).Name} has no constructor without parameters, so the constructor of {ActorType.Name} has to say "
                + $"what a state begins as: Initial(new {typeof(TState).Name}(…))");
    }

    protected override void Learn(IReadOnlyList<EventFold> folds)
    {
        _persistable = [];
        _oldStates.Clear();
        foreach (var fold in folds)
            StoreEventMethod.MakeGenericMethod(fold.EventType).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [fold], null);
        foreach (var migration in _options.Migrations) Learn(migration, folds);
    }

    protected override QueryTypes Travelling(IReadOnlyList<QueryShape> queries) => new(ActorType.Name, _options, State, queries);

    private void Learn(EntityOptions.Migration migration, IReadOnlyList<EventFold> folds)
    {
        var old = (StoredType)StoredTypeMethod.MakeGenericMethod(migration.Old).Invoke(
            _options, BindingFlags.DoNotWrapExceptions, null, [migration.StoredName, migration.Codec], null)!;
        if (migration.New == typeof(TState))
        {
            _oldStates.Add(migration.StoredName, (old, migration.Upcast));
            return;
        }
        var fold = folds.FirstOrDefault(f => f.EventType == migration.New)
            ?? throw new ArgumentException(
                $"entity '{Name}': '{migration.StoredName}' is upcast to {migration.New.Name}, which no Apply of {ActorType.Name} knows");
        Know(new StoredEvent(old, fold, migration.Upcast));
    }

    private void StoreEvent<TEvent>(EventFold fold)
    {
        var stored = _options.StoredType<TEvent>();
        Know(new StoredEvent(stored, fold));
        _persistable = [.. _persistable, new Persistable<TEvent>(stored, ((EventFold<TState, TEvent>)fold).Function)];
    }

    /// <summary>The stored type and fold of an event type; null when the class has no Apply for it.</summary>
    public Persistable<TEvent>? Find<TEvent>()
    {
        foreach (var p in _persistable)
            if (p is Persistable<TEvent> found)
                return found;
        return null;
    }

    protected override object? ReadState(byte[] key, in StoredState stored)
    {
        try
        {
            if (stored.Manifest == State.Manifest) return State.Codec.Decode(stored.Payload.Span);
            if (_oldStates.TryGetValue(stored.Manifest, out var old)) return old.Migrate(old.Type.DecodeObject(stored.Payload.Span));
        }
        catch (Exception cause)
        {
            throw Unreadable(key, $"the state '{stored.Manifest}' can't be read back: {Reason.Message(cause)}", cause);
        }
        throw Unreadable(key, $"the state is stored as '{stored.Manifest}', and this class reads '{State.Manifest}'; give it the old name, or register MigrateState");
    }

    internal abstract class Persistable;

    internal sealed class Persistable<TEvent>(StoredType<TEvent> type, Func<TState, TEvent, TState> apply) : Persistable
    {
        public StoredType<TEvent> Type { get; } = type;

        public Func<TState, TEvent, TState> Apply { get; } = apply;
    }
}
