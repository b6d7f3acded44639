using Akka.Events.Handling;
using Akka.Events.Publishing;
using Orders.Domain;

namespace Orders.Handlers;

/// <summary>Publishes each order once more under its customer's key. After a crash it may do so twice.</summary>
public sealed class CustomerFeed(IEvents events) : IEventHandler<OrderPlaced>
{
    public Task Handle(OrderPlaced placed, EventContext context) => events.PublishAsync(
        Topics.Customers, new CustomerOrdered(placed.CustomerId, placed.OrderId, placed.Cents), context.CancellationToken);
}
