using Akka.Events.Handling;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code of docs/publishing.md about entities, which stands here too, and so compiles.</summary>
public sealed class PublishingDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("publishing.md", "## From entities", "## Topics");

    public sealed class Airport : EntityActor<Delays>
    {
        public Airport()
        {
            On(Topics.Flights, flight =>
            {
                Persist(new FlightRecorded(flight.Delay));
                if (State.Average > 60) Publish(Topics.Alerts, new DelayAlert(Key, State.Average));
            });
            Apply<FlightRecorded>((state, e) => state.Add(e.Delay));
        }
    }

    public sealed record Delays(int Count, double Sum)
    {
        public Delays() : this(0, 0)
        {
        }

        public double Average => Count == 0 ? 0 : Sum / Count;

        public Delays Add(double delay) => new(Count + 1, Sum + delay);
    }

    public sealed record Flight(string Origin, double Delay);

    public sealed record FlightRecorded(double Delay);

    public sealed record DelayAlert(string Airport, double Average);

    private static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: order => order.Id);

    private static readonly Topic<Spending> Spent = Topic.Json<Spending>("spent", key: spending => spending.Customer);

    public sealed class OrderBook : EntityActor<OrderState>
    {
        public OrderBook()
        {
            On(Orders, order =>
            {
                Persist(new Placed(order.Amount));
                Publish(Spent, new Spending(order.Customer, order.Amount));    // its key is the customer's
            });
            Apply<Placed>((state, placed) => new OrderState(state.Amount + placed.Amount));
        }
    }

    public sealed class Customer : EntityActor<CustomerState>
    {
        public Customer()
        {
            On(Spent, spending => Persist(new Placed(spending.Amount)));
            Apply<Placed>((state, placed) => new CustomerState(state.Total + placed.Amount));
            Query<GetTotal, decimal>(_ => State.Total);
        }
    }

    public sealed record Order(string Id, string Customer, decimal Amount);

    public sealed record Spending(string Customer, decimal Amount);

    public sealed record Placed(decimal Amount);

    public sealed record GetTotal;

    public sealed record OrderState(decimal Amount)
    {
        public OrderState() : this(0)
        {
        }
    }

    public sealed record CustomerState(decimal Total)
    {
        public CustomerState() : this(0)
        {
        }
    }

    private static class Topics
    {
        public static readonly Topic<Flight> Flights = Topic.Json<Flight>("flights", key: f => f.Origin);
        public static readonly Topic<DelayAlert> Alerts = Topic.Json<DelayAlert>("delay-alerts", key: a => a.Airport);
    }
}
