using Akka.Events.Handling;

namespace Orders.Domain;

public enum OrderStatus
{
    Placed,
    Paid,
    Cancelled,
}

public sealed record OrderState(string CustomerId, long Cents, OrderStatus Status);

/// <summary>One per order id: its state is restored before the first event, and saved with the offset of each, exactly once.</summary>
public sealed class Order : EntityActor<OrderState>
{
    public Order()
    {
        Initial(new OrderState("", 0, OrderStatus.Placed));
        On<OrderPlaced>(Topics.Orders, placed =>
        {
            if (IsNew) Persist(placed);
        });
        On<OrderPaid>(Topics.Orders, _ => Become(OrderStatus.Paid));
        On<OrderCancelled>(Topics.Orders, _ => Become(OrderStatus.Cancelled));
        Apply<OrderPlaced>((_, e) => new OrderState(e.CustomerId, e.Cents, OrderStatus.Placed));
        Apply<StatusChanged>((state, e) => state with { Status = e.Status });
        Query<GetOrder, OrderState?>(_ => IsNew ? null : State);
    }

    // What comes for an order that was never placed, or is settled, changes nothing.
    private void Become(OrderStatus status)
    {
        if (!IsNew && State.Status == OrderStatus.Placed) Persist(new StatusChanged(status));
    }
}

public sealed record StatusChanged(OrderStatus Status);

public sealed record GetOrder;
