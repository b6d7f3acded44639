using Akka.Events.Topics;

namespace Orders.Domain;

public static class Topics
{
    public static readonly Topic<OrderEvent> Orders = Topic.Json<OrderEvent>("orders", key: e => e.OrderId);

    /// <summary>The orders once more, by customer.</summary>
    public static readonly Topic<CustomerOrdered> Customers = Topic.Json<CustomerOrdered>("customers", key: e => e.CustomerId);
}
