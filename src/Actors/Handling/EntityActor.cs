using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Topics;

namespace Akka.Events.Handling;

/// <summary>
/// A handler actor with state: one per message key. Its state is restored before the first event and saved together with the offset of
/// each, exactly once. The constructor says what it does: <see cref="On{T}(Topic{T}, Action{T})"/> for the events it handles,
/// <see cref="Apply{TEvent}"/> for how its own state events change the state, <see cref="Query{TQuery, TReply}"/> for what it answers.
/// </summary>
/// <remarks>
/// State events take effect at once (<see cref="State"/> shows them) and become durable together with the event's offset. A handler that
/// throws leaves the state as it was, and is tried again. <typeparamref name="TState"/> is an immutable value: Apply returns the new one
/// and never changes the old.
/// </remarks>
/// <typeparam name="TState">The state; a new one is made by its parameterless constructor.</typeparam>
public abstract class EntityActor<TState> : UntypedActor where TState : new()
{
    private EntityBlueprint? _blueprint;
    private EventHandlerSlot? _handlers;
    private QuerySlot? _queries;
    private EntityLane? _lane;
    private EntityType<TState>? _type;
    private EventDelivery? _current;
    private string? _key;
    private TState _state = default!;

    /// <summary>Constructed by the runtime, one instance per active key.</summary>
    protected EntityActor() => _blueprint = EntityBlueprint.New(GetType());

    /// <summary>The entity's key: the message key as text.</summary>
    /// <exception cref="InvalidOperationException">In the constructor or in Apply, where there is none.</exception>
    protected string Key => _key ??= _lane?.KeyText ?? throw OutsideHandling(nameof(Key));

    /// <summary>The state, with what the present handler has persisted so far.</summary>
    /// <exception cref="InvalidOperationException">In the constructor or in Apply, where there is none.</exception>
    protected TState State => _lane is null ? throw OutsideHandling(nameof(State)) : _state;

    /// <summary>Where the event being handled comes from.</summary>
    /// <exception cref="InvalidOperationException">Outside the handling of an event.</exception>
    protected EventContext Event => _current as EventContext ?? throw OutsideHandling(nameof(Event));

    /// <summary>Handles a topic's events.</summary>
    protected void On<T>(Topic<T> topic, Action<T> handler) =>
        Register(topic, new EventHandlerSlot<T>(topic, handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Handles a topic's events asynchronously: the key's next event waits until the task has ended.</summary>
    protected void On<T>(Topic<T> topic, Func<T, Task> handler) =>
        Register(topic, new EventHandlerSlot<T>(topic, null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>How a state event changes the state: a pure function of both, also run when the state is restored.</summary>
    protected void Apply<TEvent>(Func<TState, TEvent, TState> apply)
    {
        ArgumentNullException.ThrowIfNull(apply);
        _blueprint?.AddFold(new EventFold<TState, TEvent>(apply));
    }

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
        if (_current is null or QueryDelivery) throw OutsideHandling(nameof(Persist));
        var persistable = _type!.Find<TEvent>()
            ?? throw new InvalidOperationException(
                $"{GetType().Name} persists {typeof(TEvent).Name}, but its constructor has no Apply<{typeof(TEvent).Name}>");
        var applied = persistable.Apply(_state, @event);
        _current.Effects.Append(persistable.Type, persistable.Type.Encode(@event));
        _state = applied;
    }

    /// <inheritdoc />
    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case EntityLane lane:
                Bind(lane);
                Run(lane, lane.Running);
                break;
            case DescribeEntity:
                Sender.Tell(_blueprint, Self);
                _blueprint = null;
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Bind(EntityLane lane)
    {
        if (_lane is not null) return;
        _lane = lane;
        _type = (EntityType<TState>)lane.Type;
    }

    private void Run(EntityLane lane, EventDelivery? delivery)
    {
        while (delivery is not null)
        {
            try
            {
                var task = Begin(lane, delivery);
                if (!task.IsCompletedSuccessfully)
                {
                    var pending = delivery;
                    pending.Handling = task;
                    pending.GoesOn();
                    RunTask(() => Await(lane, pending, task));
                    return;
                }
            }
            catch (Exception e)
            {
                Fail(lane, delivery, e);
                break;
            }
            End(lane, delivery);
            delivery = delivery.Next;
        }
        Context.Parent.Tell(lane, Self);
    }

    private async Task Await(EntityLane lane, EventDelivery delivery, Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e)
        {
            Fail(lane, delivery, e);
            Context.Parent.Tell(lane, Self);
            return;
        }
        End(lane, delivery);
        Run(lane, delivery.Next);
    }

    private Task Begin(EntityLane lane, EventDelivery delivery)
    {
        _current = delivery;
        _state = (TState)lane.State!;
        if (delivery is QueryDelivery query)
        {
            query.Answer = Answer(query.Query);
            return Task.CompletedTask;
        }
        delivery.Decode();
        if (delivery.Undecodable is not null) throw delivery.Undecodable;
        var ambient = Ambient.Here();
        try
        {
            DeliveryTrace.Begin(delivery);
            return HandlerOf(delivery).Invoke(delivery);
        }
        finally
        {
            ambient.Restore();
        }
    }

    private EventHandlerSlot HandlerOf(EventDelivery delivery)
    {
        for (var handler = _handlers; handler is not null; handler = handler.Next)
            if (handler.Handles(delivery))
                return handler;
        throw new InvalidOperationException($"{GetType().Name} has no On for topic '{delivery.Topic}'");
    }

    private void End(EntityLane lane, EventDelivery delivery)
    {
        if (delivery.Effects.Events.Length > 0)
        {
            object? state = _state;
            lane.State = state;
            delivery.StateAfter = state;
        }
        delivery.ReleaseEvent();
        delivery.Ended = true;
        DeliveryTrace.End(delivery);
        _current = null;
    }

    private void Fail(EntityLane lane, EventDelivery delivery, Exception failure)
    {
        DeliveryTrace.End(delivery, failure);
        _current = null;
        lane.Failure = new LaneFailure(delivery, failure);
    }

    private object? Answer(object query)
    {
        for (var slot = _queries; slot is not null; slot = slot.Next)
            if (slot.TryAnswer(query, out var answer))
                return answer;
        throw new InvalidOperationException($"{GetType().Name} has no Query<{query.GetType().Name}>");
    }

    private void Register<T>(Topic<T> topic, EventHandlerSlot slot)
    {
        ArgumentNullException.ThrowIfNull(topic);
        for (var handler = _handlers; handler is not null; handler = handler.Next)
            if (handler.TopicName == topic.Name)
                throw new InvalidOperationException($"{GetType().Name} handles topic '{topic.Name}' twice");
        slot.Next = _handlers;
        _handlers = slot;
        _blueprint?.AddTopic(topic);
    }

    private InvalidOperationException OutsideHandling(string member) =>
        new($"{GetType().Name}.{member} is there while an event is handled only");
}
