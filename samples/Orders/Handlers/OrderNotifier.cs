using Akka.Events.Handling;
using Orders.Domain;

namespace Orders.Handlers;

/// <summary>Tells the customer. Each event has an instance, and scoped services, of its own.</summary>
public sealed class OrderNotifier(INotifications notifications) : IEventHandler<OrderPaid>, IEventHandler<OrderCancelled>
{
    public Task Handle(OrderPaid paid, EventContext context) =>
        notifications.Send(paid.OrderId, "is paid", context.CancellationToken);

    public Task Handle(OrderCancelled cancelled, EventContext context) =>
        notifications.Send(cancelled.OrderId, "is cancelled", context.CancellationToken);
}
