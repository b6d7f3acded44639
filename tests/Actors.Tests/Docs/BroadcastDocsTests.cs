using System.Collections.Concurrent;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/broadcast.md.</summary>
public sealed class BroadcastDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("broadcast.md");

    internal static void Cache(EventsBuilder events, ConcurrentDictionary<string, int> cache) => events
            .Broadcast("prices", broadcast => broadcast
                .Handle(Topics.Prices, "cache", price => cache[price.Article] = price.Cents))
        ;

    internal sealed record Price(string Article, int Cents);

    private static class Topics
    {
        public static readonly Topic<Price> Prices = Topic.Json<Price>("prices", key: p => p.Article);
    }
}
