using System.Data.Common;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>A function that runs in a database transaction.</summary>
internal sealed class TransactionHandler<T>(
    string name, Topic<T> topic, Func<T, DbTransaction, EventContext, Task> handle, HandlerOptions options) : PlainHandler(name, options)
{
    public override IReadOnlyList<object> Topics { get; } = [topic];

    public override bool IsInTransaction => true;

    public override ITransactionRun TransactionOf(EventDelivery delivery) => new Run(this, handle, (EventDelivery<T>)delivery);

    public override ValueTask Invoke(EventDelivery delivery) => throw new NotSupportedException($"'{Name}' runs in a transaction");

    private sealed class Run(HandlerDefinition handler, Func<T, DbTransaction, EventContext, Task> handle, EventDelivery<T> delivery) : ITransactionRun
    {
        public IReadOnlyList<Effects> Effects { get; } = [delivery.Effects];

        public TimeSpan DedupeFor => handler.Options.DedupeFor;

        public EventMetadata? Identity(int place) => delivery.Identity;

        public ValueTask Begin(DbTransaction transaction)
        {
            delivery.BeginsNow();
            return new ValueTask(handle(delivery.Event!, transaction, delivery));
        }

        public void Again()
        {
            // It may have been changed.
            delivery.ReleaseEvent();
            delivery.Decode();
        }
    }
}
