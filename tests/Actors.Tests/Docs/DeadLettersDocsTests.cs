using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
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

    internal static void Notices(EventsBuilder events) => events
        .Group("notices", group => group
            .Handle(Topics.Orders, "mail", order => Mail(order), o =>
            {
                o.OnFailure = FailureMode.RetryLater;
                o.Timeout = TimeSpan.FromSeconds(10);
                o.MaxRetries = 20;
            }))
        ;

    internal static async Task Look(IDeadLetters letters)
    {
        var billing = new DeadLetterFilter("orders", "billing");
        foreach (var reason in await letters.CountAsync(billing)) Console.WriteLine($"{reason.Count} of {reason.Handler}: {reason.Exception}");
        var page = await letters.ListAsync(billing with { Exception = "TimeoutException" });
        foreach (var letter in page.Letters) Console.WriteLine($"{letter.Position} {letter.Key}: {letter.Reason}");

        await letters.ReplayAsync(billing with { Exception = "TimeoutException" });
        await letters.DiscardAsync(billing with { Positions = [page.Letters[0].Position] });
    }

    private static Task Mail(Order order) => Task.FromResult(order);

    private static Task Invoice(Order order) => Task.FromResult(order);

    internal sealed record Order(string Id);

    private static class Topics
    {
        public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Id);
    }
}
