using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Subscribing;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace TestKit.Tests;

/// <summary>Events from now on, and tables, in the memory of a process.</summary>
public sealed class SubscriptionTests
{
    private static readonly Topic<string> Texts = Topic.Text("texts", key: text => text[..1]);
    private static readonly Topic<long> Numbers = Topic.Long("texts");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_subscription_gets_what_is_published_after_it_has_begun()
    {
        await using var kit = await Start();
        await kit.PublishAsync(Texts, "a before");
        await using var all = await Subscriptions(kit).SubscribeAsync(Texts);
        await using var ofA = await Subscriptions(kit).SubscribeAsync(Texts, "a");
        await using var ofC = await Subscriptions(kit).SubscribeAsync(Texts, "c");
        await kit.PublishAsync(Texts, "a1", "b1", "a2");
        Assert.Equal(["a1", "a2", "b1"], (await Take(all, 3)).Order());
        Assert.Equal(["a1", "a2"], await Take(ofA, 2));
        await kit.PublishAsync(Texts, "c1");
        var c = await ofC.ReceiveAsync();
        Assert.Equal(("c1", "c", "texts"), (c.Event, c.Key, c.Position.Topic));
        Assert.NotNull(c.Metadata.Id);
    }

    [Fact]
    public async Task An_answer_is_waited_for()
    {
        await using var kit = await Start();
        await using var answers = await Subscriptions(kit).SubscribeAsync(Texts, "a");
        var answer = answers.WaitForAsync(e => e.Event == "a2", Patience);
        await kit.PublishAsync(Texts, "a1", "a2", "a3");
        Assert.Equal("a2", (await answer).Event);
        Assert.Equal("a3", (await answers.WaitForAsync(null, Patience)).Event);

        var never = answers.WaitForAsync(null, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<InvalidOperationException>(() => answers.ReceiveAsync().AsTask());
        await kit.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Contains("key 'a'", (await Assert.ThrowsAsync<TimeoutException>(() => never.WaitAsync(Patience))).Message);
    }

    [Fact]
    public async Task Nothing_is_given_out_after_it_has_been_disposed_and_churn_leaves_nothing_behind()
    {
        await using var kit = await Start();
        var subscriptions = Subscriptions(kit);
        await using (var first = await subscriptions.SubscribeAsync(Texts))
        {
            await kit.PublishAsync(Texts, "a1");
            var ended = Task.Run(async () =>
            {
                var seen = 0;
                await foreach (var _ in first) seen++;
                return seen;
            });
            await Take(await subscriptions.SubscribeAsync(Texts), 0);
            await first.DisposeAsync();
            Assert.InRange(await ended, 0, 1);
            await kit.PublishAsync(Texts, "a2");
            await Assert.ThrowsAsync<ObjectDisposedException>(() => first.ReceiveAsync().AsTask());
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_000), async (i, ct) =>
        {
            await using IAsyncDisposable one = i % 2 == 0 ? await subscriptions.SubscribeAsync(Texts, $"{i}", null, ct) : await subscriptions.SubscribeAsync(Numbers, null, ct);
        });
        var status = kit.Services.GetRequiredService<IEventsStatus>();
        var read = Assert.Single(status.ReadTopics);
        Assert.Equal(("texts", 1), (read.Topic, read.Subscriptions));
    }

    [Fact]
    public async Task A_topic_is_read_for_a_while_after_its_last_subscription()
    {
        await using var kit = await Start();
        var status = kit.Services.GetRequiredService<IEventsStatus>();
        await (await Subscriptions(kit).SubscribeAsync(Texts)).DisposeAsync();
        await kit.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(0, Assert.Single(status.ReadTopics).Subscriptions);
        await kit.AdvanceAsync(TimeSpan.FromSeconds(2)).WaitAsync(Patience);
        Assert.Empty(status.ReadTopics);
        await using var again = await Subscriptions(kit).SubscribeAsync(Texts).WaitAsync(Patience);
        await kit.PublishAsync(Texts, "a1");
        Assert.Equal(["a1"], await Take(again, 1));
    }

    [Fact]
    public async Task A_slow_subscription_loses_its_own_events_alone()
    {
        await using var kit = await Start();
        await using var quick = await Subscriptions(kit).SubscribeAsync(Texts);
        await using var oldest = await Subscriptions(kit).SubscribeAsync(Texts, "a", o => o.MaxEvents = 2);
        await using var newest = await Subscriptions(kit).SubscribeAsync(Texts, "a", o => (o.MaxEvents, o.Overflow) = (2, SubscriptionOverflow.DropNewest));
        await using var failing = await Subscriptions(kit).SubscribeAsync(Texts, "a", o => (o.MaxBytes, o.Overflow) = (6, SubscriptionOverflow.Fail));
        await kit.PublishAsync(Texts, "a1", "a2", "a3", "a4");
        Assert.Equal(["a1", "a2", "a3", "a4"], await Take(quick, 4));
        Assert.Equal((2, "a3", "a4"), (oldest.Dropped, (await oldest.ReceiveAsync()).Event, (await oldest.ReceiveAsync()).Event));
        Assert.Equal((2, "a1", "a2"), (newest.Dropped, (await newest.ReceiveAsync()).Event, (await newest.ReceiveAsync()).Event));
        Assert.Equal(["a1", "a2"], await Take(failing, 2));
        Assert.Contains("too slowly", (await Assert.ThrowsAsync<SubscriptionOverflowException>(() => failing.ReceiveAsync().AsTask())).Message);
    }

    [Fact]
    public async Task What_cant_be_decoded_is_passed_over()
    {
        await using var kit = await Start();
        await using var numbers = await Subscriptions(kit).SubscribeAsync(Numbers, "a", o => o.Tombstones = true);
        var events = kit.Services.GetRequiredService<IEvents>();
        await events.PublishAsync(Texts, "a text");
        await events.PublishAsync(Numbers, 7, "a");
        await events.PublishTombstoneAsync(Numbers, "a");
        Assert.Equal(7, (await numbers.ReceiveAsync()).Event);
        Assert.True((await numbers.ReceiveAsync()).IsTombstone);
    }

    [Fact]
    public async Task A_view_has_the_latest_value_of_each_key()
    {
        await using var kit = await Start();
        var events = kit.Services.GetRequiredService<IEvents>();
        await kit.PublishAsync(Texts, "a1", "b1", "a2", "c1");
        var view = kit.Services.GetRequiredService<IEventViews>().Of(Texts);
        Assert.Same(view, kit.Services.GetRequiredService<IEventViews>().Of(Texts));
        await view.WhenCurrentAsync().WaitAsync(Patience);
        Assert.True(view.IsCurrent);
        Assert.Equal(["a2", "b1", "c1"], view.Values.Order());
        Assert.Equal(9, view.Bytes);
        await using var after = await Subscriptions(kit).SubscribeAsync(Texts, "d");
        await events.PublishTombstoneAsync(Texts, "b");
        await kit.PublishAsync(Texts, "c22", "d1");
        await Until(() => view.ContainsKey("d"));
        await Until(() => !view.ContainsKey("b") && view["c"] == "c22");
        Assert.Equal(["a", "c", "d"], view.Keys.Order());
        Assert.Equal(10, view.Bytes);
        Assert.False(view.TryGetValue("x", out _));
        Assert.Equal(3, kit.Services.GetRequiredService<IEventsStatus>().ReadTopics[0].Entries);
    }

    [Fact]
    public async Task A_prefix_of_names_holds_for_subscriptions_views_and_broadcasts_and_code_doesnt_see_it()
    {
        var seen = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .ConfigureNames(names => names.Prefix = "tenant-1.").View(Texts)
            .Broadcast("seeing", broadcast => broadcast.Handle(Texts, "see", text => { lock (seen) seen.Add(text); })));
        await using var subscription = await Subscriptions(kit).SubscribeAsync(Texts, "a");
        await kit.PublishAsync(Texts, "a1");
        await kit.RunAsync();
        Assert.Equal(("a1", "tenant-1.texts"), ((await subscription.ReceiveAsync()).Event, subscription.Topic));
        var view = kit.Services.GetRequiredService<IEventViews>().Of(Texts);
        await Until(() => view.ContainsKey("a"));
        Assert.Equal(["a1"], seen);
        Assert.Equal("tenant-1.seeing", kit.Groups[0].Name);
    }

    private static Task<EventsTestKit> Start() => EventsTestKit.StartAsync(events => events.Group("none", group => group.Handle(Topic.Text("other"), "none", _ => { })));

    private static IEventSubscriptions Subscriptions(EventsTestKit kit) => kit.Services.GetRequiredService<IEventSubscriptions>();

    private static async Task<List<T?>> Take<T>(EventSubscription<T> subscription, int count)
    {
        var taken = new List<T?>();
        while (taken.Count < count) taken.Add((await subscription.ReceiveAsync().AsTask().WaitAsync(Patience)).Event);
        return taken;
    }

    private static async Task Until(Func<bool> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < 6_000 && !what(); i++) await timer.WaitForNextTickAsync();
        Assert.True(what());
    }
}
