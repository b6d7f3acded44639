using System.Text.Json.Serialization;

namespace Orders.Domain;

/// <summary>What happens to an order: several types on one topic, told apart by "$type".</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(OrderPlaced), "placed")]
[JsonDerivedType(typeof(OrderPaid), "paid")]
[JsonDerivedType(typeof(OrderCancelled), "cancelled")]
public abstract record OrderEvent(string OrderId);

public sealed record OrderPlaced(string OrderId, string CustomerId, long Cents) : OrderEvent(OrderId);

public sealed record OrderPaid(string OrderId) : OrderEvent(OrderId);

public sealed record OrderCancelled(string OrderId) : OrderEvent(OrderId);
