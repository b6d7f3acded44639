using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;

namespace Akka.Events.Tests.Hosting;

public sealed record Count(long Orders);

public sealed record OrderCounted;

public sealed record GetCount;

public sealed record CountState
{
    public long Orders { get; init; }
}

/// <summary>Counts the orders of each key.</summary>
public sealed class Counter : EntityActor<CountState>
{
    public Counter()
    {
        On(Planning.Orders, _ => Persist(new OrderCounted()));
        Apply<OrderCounted>((state, _) => state with { Orders = state.Orders + 1 });
        Query<GetCount, Count>(_ => new Count(State.Orders));
    }
}

/// <summary>An entity whose constructor takes a service.</summary>
public sealed class PricedCounter : EntityActor<CountState>
{
    public PricedCounter(Prices prices)
    {
        On(Planning.Orders, _ => Persist(new OrderCounted()));
        Apply<OrderCounted>((state, _) => state with { Orders = state.Orders + 1 });
        Query<GetCount, Count>(_ => new Count(State.Orders * prices.Of));
    }
}

/// <summary>An entity that is told what to count and how much of it.</summary>
public sealed class TopicCounter : EntityActor<CountState>
{
    public TopicCounter(Akka.Events.Topics.Topic<string> topic, long step)
    {
        On(topic, _ => Persist(new OrderCounted()));
        Apply<OrderCounted>((state, _) => state with { Orders = state.Orders + step });
        Query<GetCount, Count>(_ => new Count(State.Orders));
    }
}

public sealed record Prices(long Of);
