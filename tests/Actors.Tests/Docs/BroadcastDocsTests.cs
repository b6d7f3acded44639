using System.Collections.Concurrent;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Subscribing;
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

    internal static async Task Follow(IEventSubscriptions subscriptions, TextWriter browser, CancellationToken ct)
    {
        await using var prices = await subscriptions.SubscribeAsync(Topics.Prices, key: "apples", cancellationToken: ct);
        await foreach (var price in prices.WithCancellation(ct))
            await browser.WriteAsync($"{price.Event!.Cents}\n");
    }

    internal static async Task<Answer?> Ask(IEventSubscriptions subscriptions, IEvents events, Question question)
    {
        await using var answers = await subscriptions.SubscribeAsync(Topics.Answers, key: question.Id);
        await events.PublishAsync(Topics.Questions, question);
        var answer = await answers.WaitForAsync(e => e.Event!.IsFinal, TimeSpan.FromSeconds(10));
        return answer.Event;
    }

    internal static void View(EventsBuilder events) => events
            .View(Topics.Prices)
        ;

    internal static async Task Look(IEventViews views)
    {
        var prices = views.Of(Topics.Prices);
        await prices.WhenCurrentAsync();
        if (prices.TryGetValue("apples", out var price)) Console.WriteLine(price.Cents);
    }

    internal sealed record Question(string Id);

    internal sealed record Answer(string Question, bool IsFinal);

    internal sealed record Price(string Article, int Cents);

    private static class Topics
    {
        public static readonly Topic<Price> Prices = Topic.Json<Price>("prices", key: p => p.Article);

        public static readonly Topic<Question> Questions = Topic.Json<Question>("questions", key: q => q.Id);

        public static readonly Topic<Answer> Answers = Topic.Json<Answer>("answers", key: a => a.Question);
    }
}
