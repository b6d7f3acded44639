using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Dashboard.Tests;

public sealed record Added(string Item);

public sealed record BasketState
{
    public List<string> Items { get; init; } = [];
}

public sealed class Basket : EntityActor<BasketState>
{
    public static readonly Topic<string> Topic = Topics.Topic.Text("baskets");

    public Basket()
    {
        On(Topic, item =>
        {
            if (item == "poison") throw new InvalidOperationException("this item is <b>poison</b>");
            Persist(new Added(item));
        });
        Apply<Added>((state, added) => state with { Items = [.. state.Items, added.Item] });
    }
}
