using System.Collections.Immutable;
using Akka.Events.Handling;

namespace Orders.Domain;

public sealed record CustomerOrdered(string CustomerId, string OrderId, long Cents);

public sealed record CustomerState(ImmutableHashSet<string> Orders, long Cents);

/// <summary>One per customer. Its events come from a handler, at least once: an order that it knows already changes nothing.</summary>
public sealed class Customer : EntityActor<CustomerState>
{
    public Customer()
    {
        Initial(new CustomerState([], 0));
        On(Topics.Customers, ordered =>
        {
            if (!State.Orders.Contains(ordered.OrderId)) Persist(ordered);
        });
        Apply<CustomerOrdered>((state, e) => new CustomerState(state.Orders.Add(e.OrderId), state.Cents + e.Cents));
        Query<GetCustomer, CustomerSummary?>(_ => IsNew ? null : new CustomerSummary(State.Orders.Count, State.Cents));
    }
}

public sealed record GetCustomer;

public sealed record CustomerSummary(int Orders, long Cents);
