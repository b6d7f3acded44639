using Akka.Events.Handling;
using Akka.Events.Tests.Hosting;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>A state that Newtonsoft's defaults can't read back: a collection expression, behind an interface.</summary>
public sealed record BasketState
{
    public IReadOnlyList<string> Items { get; init; } = [];
}

public sealed record Added(string Item);

public sealed record GetBasket;

public sealed record FailPlease(bool Oddly);

public sealed class OddBasketException(string message) : Exception(message);

/// <summary>Keeps what was ordered.</summary>
public sealed class Basket : EntityActor<BasketState>
{
    public Basket()
    {
        On(Planning.Orders, order => Persist(new Added(order)));
        Apply<Added>((state, added) => state with { Items = [.. state.Items, added.Item] });
        Query<GetBasket, BasketState>(_ => State);
        Query<FailPlease, bool>(fail => throw (fail.Oddly ? new OddBasketException("odd") : new KeyNotFoundException("no such thing")));
    }
}

/// <summary>The same of a newer version, whose query an older one doesn't know.</summary>
public sealed class NewerBasket : EntityActor<BasketState>
{
    public NewerBasket()
    {
        On(Planning.Orders, order => Persist(new Added(order)));
        Apply<Added>((state, added) => state with { Items = [.. state.Items, added.Item] });
        Query<GetBasket, BasketState>(_ => State);
        Query<CountItems, int>(_ => State.Items.Count);
    }
}

public sealed record CountItems;
