using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Breakers;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>A handler of a group: an entity class or a plain function.</summary>
internal abstract class HandlerDefinition(string name, HandlerOptions options)
{
    /// <summary>Unique in the group; stable, since the journal names finished records by it.</summary>
    public string Name { get; } = name;

    public HandlerOptions Options { get; } = options;

    /// <summary>The handler's number in its group, in the order of registration. Not stable: never stored.</summary>
    public int Index { get; set; }

    /// <summary>The <see cref="Topics.Topic{T}"/> values it reads.</summary>
    public abstract IReadOnlyList<object> Topics { get; }

    /// <summary>Handles a delivery, decoded, where the handler is a function. An entity's are handled by its actor.</summary>
    public virtual ValueTask Invoke(EventDelivery delivery) =>
        throw new NotSupportedException($"'{Name}' is no function");

    /// <summary>It runs in a database transaction, which <see cref="TransactionOf"/> begins it in.</summary>
    public virtual bool IsInTransaction => false;

    /// <summary>Its attempt at a delivery, decoded, in a transaction; null for a handler that isn't run in one.</summary>
    public virtual ITransactionRun? TransactionOf(EventDelivery delivery) => null;

    /// <summary>Its circuit breaker in this process; null where it has none.</summary>
    public HandlerBreaker? Breaker { get; } = options.BreakerErrors > 0 ? new HandlerBreaker(options.BreakerErrors, options.BreakerOpenTime) : null;

    /// <summary>Which of its failed attempts are logged.</summary>
    public LogPace FailureLines { get; } = new();

    /// <summary>Which of the records that block are logged.</summary>
    public LogPace BlockedLines { get; } = new();
}
