using System.Data.Common;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Classes;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Topics;

namespace Akka.Events.Hosting;

/// <summary>Names the handlers of a consumer group.</summary>
public sealed class GroupBuilder
{
    private readonly List<HandlerSetup> _handlers = [];

    internal GroupBuilder(string name, bool isBroadcast = false) => (Name, IsBroadcast) = (name, isBroadcast);

    /// <summary>The consumer group's name.</summary>
    public string Name { get; }

    /// <summary>Each process handles all events, from its start on.</summary>
    internal bool IsBroadcast { get; }

    internal IReadOnlyList<HandlerSetup> Handlers => _handlers;

    internal Action<GroupOptions>? ConfigureOptions { get; private set; }

    /// <summary>How the group reads and keeps state. Wins over what is configured under <c>akka.events.groups</c>.</summary>
    public GroupBuilder Options(Action<GroupOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ConfigureOptions += configure;
        return this;
    }

    /// <summary>
    /// An entity class, named as the class in kebab-case (or by its <see cref="StoredAsAttribute"/>): an actor for one message key at a time, its state
    /// saved exactly once.
    /// </summary>
    /// <typeparam name="TEntity">A class that derives from <see cref="EntityActor{TState}"/>. Arguments of its constructor come from the
    /// service provider.</typeparam>
    public GroupBuilder Entity<TEntity>(Action<EntityOptions>? configure = null) where TEntity : ActorBase =>
        Add(new EntitySetup(typeof(TEntity), null, configure));

    /// <summary>An entity class under a name of its own.</summary>
    /// <param name="name">Names the entity in the journal, the state table and queries; unique in its group. Changing it later means
    /// starting from nothing.</param>
    /// <param name="configure">Further options.</param>
    /// <typeparam name="TEntity">A class that derives from <see cref="EntityActor{TState}"/>. Arguments of its constructor come from the
    /// service provider.</typeparam>
    public GroupBuilder Entity<TEntity>(string name, Action<EntityOptions>? configure = null) where TEntity : ActorBase
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(new EntitySetup(typeof(TEntity), name, configure));
    }

    /// <summary>A function that handles a topic's events: at least once, those of one key one after another.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in logs and metrics; unique in its group.</param>
    /// <param name="handler">Handles one event; the event is finished when the task has ended.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder Handle<T>(
        Topic<T> topic, string name, Func<T, EventContext, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Plain(topic, name, (e, context) => new ValueTask(handler(e, context)), configure);
    }

    /// <inheritdoc cref="Handle{T}(Topic{T}, string, Func{T, EventContext, Task}, Action{HandlerOptions})"/>
    public GroupBuilder Handle<T>(Topic<T> topic, string name, Func<T, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Plain(topic, name, (e, _) => new ValueTask(handler(e)), configure);
    }

    // An async lambda fits Task and ValueTask alike, and a call that returns either also fits Action, which would lose the task: so the one
    // before the other.

    /// <inheritdoc cref="Handle{T}(Topic{T}, string, Func{T, EventContext, Task}, Action{HandlerOptions})"/>
    [OverloadResolutionPriority(-1)]
    public GroupBuilder Handle<T>(
        Topic<T> topic, string name, Func<T, EventContext, ValueTask> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Plain(topic, name, handler, configure);
    }

    /// <inheritdoc cref="Handle{T}(Topic{T}, string, Func{T, EventContext, Task}, Action{HandlerOptions})"/>
    [OverloadResolutionPriority(-1)]
    public GroupBuilder Handle<T>(Topic<T> topic, string name, Func<T, ValueTask> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Plain(topic, name, (e, _) => handler(e), configure);
    }

    /// <summary>
    /// A function that handles a topic's events without waiting for anything; one that blocks its thread says so
    /// (<see cref="HandlerOptions.Blocking"/>).
    /// </summary>
    /// <inheritdoc cref="Handle{T}(Topic{T}, string, Func{T, EventContext, Task}, Action{HandlerOptions})"/>
    [OverloadResolutionPriority(-2)]
    public GroupBuilder Handle<T>(Topic<T> topic, string name, Action<T, EventContext> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Plain(
            topic, name,
            (e, context) =>
            {
                handler(e, context);
                return ValueTask.CompletedTask;
            },
            configure);
    }

    /// <inheritdoc cref="Handle{T}(Topic{T}, string, Action{T, EventContext}, Action{HandlerOptions})"/>
    [OverloadResolutionPriority(-2)]
    public GroupBuilder Handle<T>(Topic<T> topic, string name, Action<T> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Handle(topic, name, (T e, EventContext _) => handler(e), configure);
    }

    /// <summary>
    /// A class that handles a topic's events: at least once, those of one key one after another. Each event has an instance and a scope of its own.
    /// The handler is named as the class in kebab-case (or by its <see cref="StoredAsAttribute"/>).
    /// </summary>
    /// <typeparam name="THandler">A class with an <see cref="IEventHandler{T}"/> for the topic's events, a base of theirs, or types derived from
    /// it. It need not be registered: its constructor's arguments come from the service provider.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder Handle<THandler>(ITopic topic, Action<HandlerOptions>? configure = null) where THandler : class, IEventHandler =>
        Class(typeof(THandler), typeof(IEventHandler<>), topic, null, configure);

    /// <summary>A class that handles a topic's events, under a name of its own.</summary>
    /// <inheritdoc cref="Handle{THandler}(ITopic, Action{HandlerOptions})"/>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in logs and metrics; unique in its group.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder Handle<THandler>(ITopic topic, string name, Action<HandlerOptions>? configure = null) where THandler : class, IEventHandler
    {
        ArgumentNullException.ThrowIfNull(name);
        return Class(typeof(THandler), typeof(IEventHandler<>), topic, name, configure);
    }

    /// <summary>
    /// A function that handles a topic's events in a transaction of the PostgreSQL database that <c>UsePostgreSql</c> names: what it writes
    /// there counts exactly once. The transaction is open when it is called, and committed together with the event's offset when its task has
    /// ended well; a failure rolls it back. Events of one key one after another, other keys in parallel on connections of their own.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in the database, logs and metrics; unique in its group. Changing it later means starting where
    /// the group's others stand.</param>
    /// <param name="handler">Handles one event, with commands on the transaction's connection. It neither commits nor rolls back. Its
    /// transaction may be begun anew at any time, after conflicts with others at once: effects outside of the database may come twice.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder HandleInTransaction<T>(
        Topic<T> topic, string name, Func<T, DbTransaction, EventContext, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(handler);
        return Add(new FunctionSetup(name, topic.Name, options => new TransactionHandler<T>(name, topic, handler, options), configure));
    }

    /// <inheritdoc cref="HandleInTransaction{T}(Topic{T}, string, Func{T, DbTransaction, EventContext, Task}, Action{HandlerOptions})"/>
    public GroupBuilder HandleInTransaction<T>(
        Topic<T> topic, string name, Func<T, DbTransaction, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return HandleInTransaction(topic, name, (e, transaction, _) => handler(e, transaction), configure);
    }

    /// <summary>
    /// A class that handles a topic's events in a transaction, each with an instance and a scope of its own. The handler is named as the class
    /// in kebab-case (or by its <see cref="StoredAsAttribute"/>).
    /// </summary>
    /// <typeparam name="THandler">A class with an <see cref="ITransactionHandler{T}"/> for the topic's events, a base of theirs, or types
    /// derived from it. It need not be registered: its constructor's arguments come from the service provider.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder HandleInTransaction<THandler>(ITopic topic, Action<HandlerOptions>? configure = null)
        where THandler : class, ITransactionHandler => Class(typeof(THandler), typeof(ITransactionHandler<>), topic, null, configure);

    /// <summary>A class that handles a topic's events in a transaction, under a name of its own.</summary>
    /// <inheritdoc cref="HandleInTransaction{THandler}(ITopic, Action{HandlerOptions})"/>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in the database, logs and metrics; unique in its group. Changing it later means starting where
    /// the group's others stand.</param>
    /// <param name="configure">Timeout, retries and failure modes.</param>
    public GroupBuilder HandleInTransaction<THandler>(ITopic topic, string name, Action<HandlerOptions>? configure = null)
        where THandler : class, ITransactionHandler
    {
        ArgumentNullException.ThrowIfNull(name);
        return Class(typeof(THandler), typeof(ITransactionHandler<>), topic, name, configure);
    }

    private GroupBuilder Class(Type handler, Type contract, ITopic topic, string? name, Action<HandlerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return Add(new ClassSetup(handler, contract, topic, name, configure));
    }

    /// <summary>
    /// A function that handles a topic's events in batches: at least once, a key's events in their order. While a batch is under way the next
    /// one grows, up to <see cref="HandlerOptions.BatchSize"/>; a handler that has nothing to do gets what there is. A batch that fails is
    /// tried again in halves, until a bad event stands alone and meets the handler's failure mode by itself; an event that the handler knows
    /// to be bad it fails itself (<see cref="BatchedEvent{T}.Fail"/>).
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in logs and metrics; unique in its group.</param>
    /// <param name="handler">Handles the events of a batch, which are finished when the task has ended well.</param>
    /// <param name="configure">The batches' size and age, timeout, retries and failure modes.</param>
    public GroupBuilder HandleBatch<T>(Topic<T> topic, string name, Func<EventBatch<T>, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Batch(topic, name, (events, _) => handler(events), inTransaction: false, configure);
    }

    /// <summary>
    /// The same in a transaction of the PostgreSQL database, one for each batch, as of
    /// <see cref="HandleInTransaction{T}(Topic{T}, string, Func{T, DbTransaction, EventContext, Task}, Action{HandlerOptions})"/>: what the
    /// batch writes there counts exactly once.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="name">Names the handler in the database, logs and metrics; unique in its group. Changing it later means starting where
    /// the group's others stand.</param>
    /// <param name="handler">Handles the events of a batch, with commands on the transaction's connection. It neither commits nor rolls back.</param>
    /// <param name="configure">The batches' size and age, timeout, retries and failure modes.</param>
    public GroupBuilder HandleBatchInTransaction<T>(
        Topic<T> topic, string name, Func<EventBatch<T>, DbTransaction, Task> handler, Action<HandlerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Batch(topic, name, (events, transaction) => handler(events, transaction!), inTransaction: true, configure);
    }

    private GroupBuilder Batch<T>(
        Topic<T> topic, string name, Func<EventBatch<T>, DbTransaction?, Task> handler, bool inTransaction, Action<HandlerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(name);
        return Add(new FunctionSetup(name, topic.Name, options => new BatchHandler<T>(name, topic, handler, inTransaction, options), configure));
    }

    private GroupBuilder Plain<T>(Topic<T> topic, string name, Func<T, EventContext, ValueTask> handler, Action<HandlerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(name);
        return Add(new FunctionSetup(name, topic.Name, options => new PlainHandler<T>(name, topic, handler, options), configure));
    }

    private GroupBuilder Add(HandlerSetup handler)
    {
        _handlers.Add(handler);
        return this;
    }
}
