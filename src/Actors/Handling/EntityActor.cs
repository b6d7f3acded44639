using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Instances;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Outgoing;
using Akka.Events.Handling.Internal.Visits;
using Akka.Events.Publishing;
using Akka.Events.Topics;

namespace Akka.Events.Handling;

/// <summary>
/// A handler actor with state, of one message key at a time. The key's state is restored before its first event and saved together with the
/// offset of each, exactly once. The constructor says what it does: <see cref="On{T}(Topic{T}, Action{T})"/> for the events it handles,
/// <see cref="Apply{TEvent}"/> for how its own state events change the state, <see cref="Query{TQuery, TReply}"/> for what it answers.
/// </summary>
/// <remarks>
/// State events take effect at once (<see cref="State"/> shows them) and become durable together with the event's offset. A handler that
/// throws leaves the state as it was, and is tried again. <typeparamref name="TState"/> is an immutable value: Apply returns the new one
/// and never changes the old.
/// <para>
/// An instance whose memory is its state alone serves one key after another. A class with fields of its own that can change, with timers, a
/// stash, or messages of its own has an instance for each key; so has a key for which an instance has got children or a receive timeout.
/// </para>
/// </remarks>
/// <typeparam name="TState">The state; a new one is made by its parameterless constructor, or by what <see cref="Initial(TState)"/>
/// says.</typeparam>
public abstract class EntityActor<TState> : UntypedActor
{
    private EntityBlueprint? _blueprint;
    private EventHandlerSlot? _handlers;
    private VisitSlot? _visits;
    private QuerySlot? _queries;
    private EntityLane? _lane;
    private EntityType<TState>? _type;
    private EventDelivery? _current;
    private HandlerTurn? _turn;
    private string? _key;
    private TState _state = default!;
    private bool _exists;

    /// <summary>Constructed by the runtime, as many as keys are handled at once, or one for each key that is awake.</summary>
    protected EntityActor() => _blueprint = EntityBlueprint.New(GetType());

    /// <summary>The entity's key: the message key as text.</summary>
    /// <exception cref="InvalidOperationException">In the constructor or in Apply, where there is none.</exception>
    protected string Key => IsHere ? _key ??= _lane!.KeyText : LeftRunning?.KeyText ?? throw OutsideHandling(nameof(Key));

    /// <summary>The state, with what the present handler has persisted so far.</summary>
    /// <exception cref="InvalidOperationException">In the constructor or in Apply, where there is none, or when the event's handler has
    /// ended.</exception>
    protected TState State => IsHere ? _state : throw OutsideHandling(nameof(State));

    /// <summary>
    /// Nothing has been persisted of the entity, or its state has been deleted: <see cref="State"/> is a first one, and of this key nothing
    /// is known. In a Query it tells an unknown key: <c>Query&lt;GetOrder, Order?&gt;(_ => IsNew ? null : State)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">In the constructor or in Apply, where there is none, or when the event's handler has
    /// ended.</exception>
    protected bool IsNew => IsHere ? !_exists : throw OutsideHandling(nameof(IsNew));

    /// <summary>Where the event being handled comes from.</summary>
    /// <exception cref="InvalidOperationException">Outside the handling of an event.</exception>
    protected EventContext Event => IsHere && _current is EventContext context ? context : throw OutsideHandling(nameof(Event));

    // What a handler has left running without waiting for it must not meet the key that the instance is at by then. A key's own instance is
    // always at that key.
    private bool IsHere => _lane is { } lane && (lane.KeepsActor || LaneFlow.Current == lane);

    private EntityLane? LeftRunning => _type is null ? null : LaneFlow.Current;

    /// <summary>Handles a topic's events.</summary>
    protected void On<T>(Topic<T> topic, Action<T> handler) =>
        Register(topic, new EventHandlerSlot<T>(topic ?? throw new ArgumentNullException(nameof(topic)), handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Handles a topic's events asynchronously: the key's next event waits until the task has ended.</summary>
    protected void On<T>(Topic<T> topic, Func<T, Task> handler) =>
        Register(topic, new EventHandlerSlot<T>(topic ?? throw new ArgumentNullException(nameof(topic)), null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>
    /// Handles a topic's events of a type that is derived from the topic's own: <c>On&lt;OrderPaid&gt;(Topics.Orders, paid => …)</c>. An event
    /// goes to one handler, that of the most derived type that fits it, and to the topic's general one where none does. Where there isn't
    /// one either, it is acknowledged.
    /// </summary>
    /// <exception cref="ArgumentException">The topic has no such events.</exception>
    protected void On<TEvent>(ITopic topic, Action<TEvent> handler) =>
        Register(topic, new DerivedEventHandlerSlot<TEvent>(DerivedIn<TEvent>(topic), handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Handles a topic's events of a derived type asynchronously: the key's next event waits until the task has ended.</summary>
    /// <inheritdoc cref="On{TEvent}(ITopic, Action{TEvent})"/>
    protected void On<TEvent>(ITopic topic, Func<TEvent, Task> handler) =>
        Register(topic, new DerivedEventHandlerSlot<TEvent>(DerivedIn<TEvent>(topic), null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>The state of an entity of which nothing is known. Default: what the state's parameterless constructor makes.</summary>
    protected void Initial(TState state)
    {
        if (state is null) throw new ArgumentNullException(nameof(state));
        Initial(_ => state);
    }

    /// <summary>The state of an entity of which nothing is known, by its key: a pure function, also run when states are restored.</summary>
    protected void Initial(Func<string, TState> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _blueprint?.AddInitial(state);
    }

    /// <summary>How a state event changes the state: a pure function of both, also run when the state is restored.</summary>
    protected void Apply<TEvent>(Func<TState, TEvent, TState> apply)
    {
        ArgumentNullException.ThrowIfNull(apply);
        _blueprint?.AddFold(new EventFold<TState, TEvent>(apply));
    }

    /// <summary>
    /// What is done when the entity is visited (<see cref="EntityOptions.Visit"/>, <see cref="Operating.IEventsControl.VisitAsync{TEntity}"/>): between the key's
    /// events, never beside one. <see cref="State"/>, <see cref="Persist{TEvent}"/>, <see cref="Publish{T}(Topic{T}, T, PublishOptions?)"/> and
    /// <see cref="DeleteState"/> are as for an event, and become durable together; no offset moves. Only entities of which something is kept are visited. A visit
    /// that throws leaves the state as it was, and isn't tried again before the next one.
    /// </summary>
    /// <param name="name">The visit's name, unique in the class; histories have it as <c>visit:name</c> where an event has its topic.</param>
    /// <param name="visit">What is done.</param>
    protected void Visit(string name, Action visit) => Register(name, visit ?? throw new ArgumentNullException(nameof(visit)), null);

    /// <summary>What is done asynchronously: the key's next event waits until the task has ended.</summary>
    /// <inheritdoc cref="Visit(string, Action)"/>
    protected void Visit(string name, Func<Task> visit) => Register(name, null, visit ?? throw new ArgumentNullException(nameof(visit)));

    /// <summary>Answers a query (see <see cref="IEntities"/>). The answer leaves when every event handled before it is durable.</summary>
    protected void Query<TQuery, TReply>(Func<TQuery, TReply> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _blueprint?.AddQuery(new QueryShape<TQuery, TReply>());
        _queries = new QuerySlot<TQuery, TReply>(answer, _queries);
    }

    /// <summary>Answers a query (see <see cref="IEntities"/>) with whatever the function gives.</summary>
    protected void Query<TQuery>(Func<TQuery, object?> answer) => Query<TQuery, object?>(answer);

    /// <summary>Applies a state event, and makes it durable together with the offset of the event being handled.</summary>
    /// <exception cref="InvalidOperationException">Outside the handling of an event, or for an event that no Apply knows.</exception>
    protected void Persist<TEvent>(TEvent @event)
    {
        if (_current is null or QueryDelivery || !IsHere) throw OutsideHandling(nameof(Persist));
        var persistable = _type!.Find<TEvent>()
            ?? throw new InvalidOperationException(
                $"{GetType().Name} persists {typeof(TEvent).Name}, but its constructor has no Apply<{typeof(TEvent).Name}>");
        var applied = persistable.Apply(_state, @event);
        _current.Effects.Append(persistable.Type, persistable.Type.Encode(@event));
        _state = applied;
        _exists = true;
    }

    /// <summary>
    /// Publishes an event, as part of handling the present one: it becomes durable together with the state events and the event's offset, and
    /// is sent then, after what was published before, by this key or another of its partition. A handler that fails has published nothing.
    /// Readers with read_committed get it once, where Kafka transactions are on (<c>publish.entity-transactions</c>).
    /// </summary>
    /// <param name="topic">The topic; it is made on its first use, where topics are.</param>
    /// <param name="event">The event. It may be changed afterwards: it is encoded at once.</param>
    /// <param name="options">What it is to be published with. Without an id it has one that it has again when it is handled again.</param>
    /// <exception cref="Publishing.PublishException">It can't be encoded, its topic can't be one or isn't registered, or it is too large.</exception>
    /// <exception cref="InvalidOperationException">Outside the handling of an event.</exception>
    protected void Publish<T>(Topic<T> topic, T @event, PublishOptions? options = null)
    {
        var (delivery, publications) = Publishing(nameof(Publish));
        delivery.Effects.Append(publications.Event(topic, @event, options, delivery));
    }

    /// <summary>Publishes an event under a key.</summary>
    /// <inheritdoc cref="Publish{T}(Topic{T}, T, PublishOptions?)"/>
    /// <param name="topic">The topic; it is made on its first use, where topics are.</param>
    /// <param name="event">The event. It may be changed afterwards: it is encoded at once.</param>
    /// <param name="key">The message key.</param>
    protected void Publish<T>(Topic<T> topic, T @event, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Publish(topic, @event, new PublishOptions { Key = key });
    }

    /// <summary>Publishes that a key has no value any more (a tombstone), as <see cref="Publish{T}(Topic{T}, T, PublishOptions?)"/> does an event.</summary>
    /// <exception cref="Publishing.PublishException">The key or the topic can't be one.</exception>
    /// <exception cref="InvalidOperationException">Outside the handling of an event.</exception>
    protected void PublishTombstone<T>(Topic<T> topic, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (delivery, publications) = Publishing(nameof(PublishTombstone));
        delivery.Effects.Append(publications.Tombstone(topic, key));
    }

    private (EventDelivery Delivery, Publications Publications) Publishing(string member)
    {
        if (_current is not { } delivery || delivery is QueryDelivery || !IsHere) throw OutsideHandling(member);
        return (delivery, _type!.Publications ?? throw new InvalidOperationException($"{GetType().Name}.{member}: there is nothing to publish with"));
    }

    /// <summary>
    /// Deletes the state, together with the offset of the event being handled: from now on it is that of an entity that nothing is known of,
    /// and of what is persisted after that. The store gives it up with the next checkpoint. A history has a
    /// <see cref="Operating.StateDeleted"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Outside the handling of an event.</exception>
    protected void DeleteState()
    {
        if (_current is null or QueryDelivery || !IsHere) throw OutsideHandling(nameof(DeleteState));
        var first = (TState)_type!.InitialState(_lane!.Key)!;
        _current.Effects.Append(StateDeletion.Instance, []);
        _state = first;
        _exists = false;
    }

    /// <inheritdoc />
    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case Lease lease:
                Work(lease);
                break;
            case DescribeEntity:
                Describe();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Describe()
    {
        if (_blueprint is not { } blueprint) return;
        _blueprint = null;
        var functions = new List<Delegate>();
        for (var handler = _handlers; handler is not null; handler = handler.Next) functions.Add(handler.Function);
        for (var query = _queries; query is not null; query = query.Next) functions.Add(query.Function);
        for (var visit = _visits; visit is not null; visit = visit.Next) functions.Add(visit.Function);
        blueprint.Instance = new EntityInstance(this, typeof(EntityActor<TState>), functions, HasOwn);
        Sender.Tell(blueprint, Self);
    }

    // It belongs to the key for which it was got.
    private bool HasOwn => Context.ReceiveTimeout is not null || Context.GetChildren().Any();

    private void Work(Lease lease)
    {
        while (lease.Begin() is { } lane)
        {
            Bind(lane);
            if (Run(lane) is { } pending)
            {
                GoOn(lease, lane, pending);
                return;
            }
            if (Keep(lane)) lease.Close();
        }
        Leave();
        Context.Parent.Tell(lease, Self);
    }

    private void Bind(EntityLane lane)
    {
        if (_lane != lane) _key = null;
        _lane = lane;
        _type = (EntityType<TState>)lane.Type;
        _state = (TState)lane.State!;
        _exists = lane.Exists;
    }

    private bool Keep(EntityLane lane)
    {
        if (!lane.KeepsActor && HasOwn) lane.KeepsActor = true;
        return lane.KeepsActor;
    }

    private void Leave()
    {
        if (_lane is { KeepsActor: true }) return;
        _lane = null;
        _key = null;
        _state = default!;
    }

    // Gives the delivery whose handler goes on; null when all have ended, or one has failed.
    private EventDelivery? Run(EntityLane lane)
    {
        for (var delivery = lane.Running; delivery is not null; delivery = delivery.Next)
        {
            try
            {
                var task = Begin(lane, delivery);
                if (!task.IsCompleted)
                {
                    delivery.Handling = task;
                    delivery.GoesOn();
                    return delivery;
                }
                task.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                Fail(lane, delivery, e);
                return null;
            }
            End(delivery);
        }
        return null;
    }

    // Nobody waits for it but its key: what has ended, and what has not begun, goes home.
    private void GoOn(Lease lease, EntityLane lane, EventDelivery pending)
    {
        lease.WentOn = true;
        object end = lease;
        if (lease.Count > 1 || lane.Running != pending || pending.Next is not null)
        {
            end = lane;
            lease.GoesOn = true;
            lease.Close();
            Context.Parent.Tell(lease, Self);
        }
        RunTask(() => Await(lane, pending, end));
    }

    private async Task Await(EntityLane lane, EventDelivery delivery, object end)
    {
        try
        {
            await OffTurn(delivery);
            End(delivery);
        }
        catch (Exception e)
        {
            Fail(lane, delivery, e);
        }
        Keep(lane);
        Leave();
        Context.Parent.Tell(end, Self);
    }

    // So that what comes next is the mailbox's: it would go on where the handler's last step has the actor's context.
    private static Task OffTurn(EventDelivery delivery)
    {
        var source = delivery.Source;
        source.CallGoesOn();
        return delivery.Handling!.ContinueWith(
            (ended, s) =>
            {
                ((PartitionAssignment)s!).CallEnded();
                return ended;
            },
            source, TaskScheduler.Default).Unwrap();
    }

    private Task Begin(EntityLane lane, EventDelivery delivery)
    {
        _current = delivery;
        var ambient = Ambient.Here();
        try
        {
            if (!lane.KeepsActor) LaneFlow.Current = lane;
            if (delivery is QueryDelivery query)
            {
                query.Answer = Answer(query.Query);
                return Task.CompletedTask;
            }
            if (delivery is VisitDelivery visit) return Visit(visit);
            delivery.Decode();
            if (delivery.Undecodable is not null) throw delivery.Undecodable;
            DeliveryTrace.Begin(delivery);
            return HandlerOf(delivery) is { } handler ? Invoke(handler, delivery) : Task.CompletedTask;
        }
        finally
        {
            ambient.Restore();
        }
    }

    private Task Invoke(EventHandlerSlot handler, EventDelivery delivery)
    {
        if (!handler.IsAsync) return handler.Invoke(delivery);
        return InTurn(static call => call.handler.Invoke(call.delivery), (handler, delivery));
    }

    private Task Visit(VisitDelivery delivery)
    {
        if (!_exists)
        {
            delivery.IsSkipped = true;
            return Task.CompletedTask;
        }
        var visit = _visits;
        while (visit is not null && visit.Name != delivery.Run.Visit) visit = visit.Next;
        if (visit is null) throw new InvalidOperationException($"{GetType().Name} has no Visit '{delivery.Run.Visit}'");
        return visit.IsAsync ? InTurn(static visit => visit.Invoke(), visit) : visit.Invoke();
    }

    private Task InTurn<T>(Func<T, Task> handler, T argument)
    {
        _turn = new HandlerTurn(InternalCurrentActorCellKeeper.Current!);
        return _turn.Begin(handler, argument);
    }

    // Null where the topic has events of types that nothing is said of.
    private EventHandlerSlot? HandlerOf(EventDelivery delivery)
    {
        var known = false;
        for (var handler = _handlers; handler is not null; handler = handler.Next)
        {
            if (handler.Handles(delivery)) return handler;
            known |= handler.TopicName == delivery.Route.DefinedName;
        }
        return known ? null : throw new InvalidOperationException($"{GetType().Name} has no On for topic '{delivery.Topic}'");
    }

    private void End(EventDelivery delivery)
    {
        if (delivery.Effects.Events.Length > 0) delivery.StateAfter = _state;
        delivery.ReleaseEvent();
        delivery.Ended = true;
        Forget();
        DeliveryTrace.End(delivery);
    }

    private void Fail(EntityLane lane, EventDelivery delivery, Exception failure)
    {
        lane.Failure = failure;
        Forget();
        DeliveryTrace.End(delivery, failure);
    }

    private void Forget()
    {
        _turn?.End();
        _turn = null;
        _current = null;
    }

    private object? Answer(object query)
    {
        for (var slot = _queries; slot is not null; slot = slot.Next)
            if (slot.TryAnswer(query, out var answer))
                return answer;
        throw new InvalidOperationException($"{GetType().Name} has no Query<{query.GetType().Name}>");
    }

    private void Register(ITopic topic, EventHandlerSlot slot)
    {
        _handlers = EventHandlerSlot.Add(_handlers, slot);
        _blueprint?.AddTopic(topic);
    }

    private void Register(string name, Action? visit, Func<Task>? visitAsync)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _visits = new VisitSlot(name, visit, visitAsync, _visits);
        _blueprint?.AddVisit(name);
    }

    private static ITopic DerivedIn<TEvent>(ITopic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.EventType.IsAssignableFrom(typeof(TEvent)) ? topic
            : throw new ArgumentException($"topic '{topic.Name}' has events of {topic.EventType.Name}, from which {typeof(TEvent).Name} isn't derived", nameof(topic));
    }

    private InvalidOperationException OutsideHandling(string member) =>
        new($"{GetType().Name}.{member} is there while an event is handled only");
}
