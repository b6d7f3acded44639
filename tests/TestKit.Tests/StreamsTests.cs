using Akka.Actor;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Streams;
using Akka.Events.Subscribing;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace TestKit.Tests;

/// <summary>Topics and groups as streams.</summary>
public sealed class StreamsTests
{
    private static readonly Topic<string> Texts = Topic.Text("texts", key: text => text[..1]);
    private static readonly Topic<string> Copies = Topic.Text("copies", key: text => text[..1]);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_published_from_now_on_flows_through_in_order_and_is_published_in_order()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("none", group => group.Handle(Texts, "none", _ => { })));
        var events = kit.Services.GetRequiredService<IEvents>();
        var subscriptions = kit.Services.GetRequiredService<IEventSubscriptions>();
        await kit.PublishAsync(Texts, "a before");
        var (started, done) = EventSource.Subscribe(subscriptions, Texts, "a", o => o.MaxEvents = 1_000)
            .Take(500).Select(e => e.Event!)
            .ToMaterialized(EventSink.Publish(events, Copies), Keep.Both).Run(kit.System.Materializer());
        await started.WaitAsync(Patience);
        await kit.PublishAsync(Texts, [.. Enumerable.Range(0, 500).SelectMany(i => new[] { $"a{i}", $"b{i}" })]);
        await done.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"a{i}"), kit.EventsIn(Copies));
        await Until(() => kit.Services.GetRequiredService<Akka.Events.Operating.IEventsStatus>().ReadTopics[0].Subscriptions == 0);
    }

    [Fact]
    public async Task A_stream_ends_with_the_process_and_when_its_subscription_fails()
    {
        var kit = await EventsTestKit.StartAsync(events => events.Group("none", group => group.Handle(Texts, "none", _ => { })));
        var subscriptions = kit.Services.GetRequiredService<IEventSubscriptions>();
        var materializer = kit.System.Materializer();
        var (started, failing) = EventSource.Subscribe(subscriptions, Texts, configure: o => (o.MaxEvents, o.Overflow) = (1, SubscriptionOverflow.Fail))
            .SelectAsync(1, async e =>
            {
                await Task.Delay(20);
                return e.Event;
            })
            .ToMaterialized(Sink.Ignore<string?>(), Keep.Both).Run(materializer);
        await started.WaitAsync(Patience);
        await kit.PublishAsync(Texts, [.. Enumerable.Range(0, 1_000).Select(i => $"a{i}")]);
        await Assert.ThrowsAnyAsync<Exception>(() => failing.WaitAsync(Patience));
        await kit.DisposeAsync();
    }

    [Fact]
    public async Task A_groups_events_are_committed_when_what_a_stream_makes_of_them_is_published()
    {
        var stream = new StreamHandler<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("copying", group => group.Handle(Texts, "copy", stream.HandleAsync)));
        var events = kit.Services.GetRequiredService<IEvents>();
        _ = stream.SourceWithContext.Select(text => text + "!").AsSource().RunWith(EventSink.PublishAndCommit(events, Copies), kit.System.Materializer());
        await kit.PublishAsync(Texts, [.. Enumerable.Range(0, 1_000).Select(i => $"{(char)('a' + (i % 7))}{i}")]);
        await kit.RunAsync();
        Assert.Equal(1_000, kit.CommittedOf("copying", Texts));
        foreach (var key in kit.EventsIn(Copies).GroupBy(text => text[0]))
            Assert.Equal(key.OrderBy(text => int.Parse(text[1..^1], null)), key);

        var second = stream.Source.RunWith(EventSink.Commit<string>(), kit.System.Materializer());
        Assert.Contains("another stream", (await Assert.ThrowsAsync<InvalidOperationException>(() => second.WaitAsync(Patience))).Message);
    }

    [Fact]
    public async Task What_a_stream_had_not_ended_comes_again_when_it_has_failed()
    {
        var stream = new StreamHandler<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("copying", group => group.Handle(Texts, "copy", stream.HandleAsync)));
        var materializer = kit.System.Materializer();
        var first = stream.Source.SelectAsync(1, one => one.Event == "a2" ? throw new FormatException() : Task.FromResult(one)).RunWith(EventSink.Commit<string>(), materializer);
        await kit.PublishAsync(Texts, "a1", "a2", "a3", "b1");
        await Assert.ThrowsAnyAsync<Exception>(() => first.WaitAsync(Patience));
        Assert.True(kit.CommittedOf("copying", Texts) < 4);
        var seen = new List<string>();
        _ = stream.Source.Select(one =>
        {
            seen.Add(one.Event);
            return one;
        }).RunWith(EventSink.Commit<string>(), materializer);
        await kit.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(4, kit.CommittedOf("copying", Texts));
        Assert.Equal(["a2", "a3"], seen.Where(text => text is "a2" or "a3"));
    }

    private static async Task Until(Func<bool> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 6_000 && !what(); i++) await timer.WaitForNextTickAsync();
        Assert.True(what());
    }
}
