using System.Xml.Serialization;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/types.md.</summary>
public sealed class TypesDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("types.md");

    [Fact]
    public void The_pages_topics_are_topics() => Assert.Equal("7", Topics.Flights.KeyOf(new Flight { Id = "7", Delay = 5 }));

    internal static void Notify(EventsBuilder events) => events
            .Group("notifications", group => group.Handle<Notifier>(Topics.Orders))
        ;

    public interface IOrderEvent
    {
        string OrderId { get; }
    }

    public sealed record OrderPlaced(string OrderId) : IOrderEvent;

    public sealed record OrderPaid(string OrderId) : IOrderEvent;

    public sealed class Notifier : IEventHandler<OrderPlaced>, IEventHandler<OrderPaid>
    {
        public Task Handle(OrderPlaced placed, EventContext context) => Task.CompletedTask;

        public Task Handle(OrderPaid paid, EventContext context) => Task.CompletedTask;
    }

    [XmlRoot("flight", Namespace = "urn:flights")]
    public sealed class Flight
    {
        [XmlAttribute("id")]
        public string Id { get; set; } = "";

        [XmlElement("delay")]
        public int Delay { get; set; }
    }

    private static class Topics
    {
        public static readonly Topic<Flight> Flights = Topic.Xml<Flight>("flights", key: f => f.Id);

        public static readonly Topic<IOrderEvent> Orders = Topic.Union<IOrderEvent>("orders", types => types
            .Add<OrderPlaced>("order.placed")
            .Add<OrderPaid>("order.paid")
            .SkipOthers(), key: e => e.OrderId);
    }
}
