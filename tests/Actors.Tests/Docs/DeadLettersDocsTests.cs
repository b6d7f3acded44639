using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/dead-letters.md, which stands here too, and so compiles.</summary>
public sealed class DeadLettersDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("dead-letters.md");

    internal static void Billing(EventsBuilder events) => events
        .Group("billing", group => group
            .Handle(Topics.Orders, "invoice", order => Invoice(order), o =>
            {
                o.OnFailure = FailureMode.Save;
                o.OnUndecodable = FailureMode.Save;
                o.Timeout = TimeSpan.FromMinutes(1);
            }))
        ;

    private static Task Invoice(Order order) => Task.FromResult(order);

    internal sealed record Order(string Id);

    private static class Topics
    {
        public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Id);
    }
}
