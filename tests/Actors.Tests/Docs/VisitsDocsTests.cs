using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/visits.md, which stands here too, and so compiles.</summary>
public sealed class VisitsDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("visits.md");

    internal static void Carts(EventsBuilder events) => events
        .Group("carts", group => group.Entity<Cart>(cart => cart.Visit("forget", every: TimeSpan.FromHours(24), jitter: TimeSpan.FromHours(1))))
        ;

    internal static async Task Ask(IEventsControl control)
    {
        var result = await control.VisitAsync<Cart>("forget");
        if (!result.IsComplete) Console.WriteLine($"only {result.Visited}: {result.Shards.First(s => s.Aborted is not null).Aborted}");
    }

    internal static class Topics
    {
        public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Cart);
    }

    public sealed record Order(string Cart, DateTimeOffset At);

    public sealed record OrderAdded(Order Order);

    public sealed record CartState
    {
        public DateTimeOffset LastOrder { get; init; }

        public CartState Add(Order order) => this with { LastOrder = order.At };
    }

    public sealed class Cart : EntityActor<CartState>
    {
        public Cart()
        {
            On(Topics.Orders, order => Persist(new OrderAdded(order)));
            Apply<OrderAdded>((state, e) => state.Add(e.Order));
            Visit("forget", () =>
            {
                if (State.LastOrder < Event.Timestamp - TimeSpan.FromDays(30)) DeleteState();
            });
        }
    }
}
