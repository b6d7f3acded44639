using Akka.Events;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Xunit;

namespace TestKit.Tests;

/// <summary>What is left of an event whose process dies at a named step, and what comes again.</summary>
public sealed class CrashStepTests
{
    private static readonly Topic<string> Texts = Topic.Text("texts", key: text => text[..1]);
    private static readonly Topic<string> Copies = Topic.Text("copies", key: text => text[..1]);

    [Theory]
    [InlineData(CrashStep.Handled, new[] { "a1", "a2", "a3", "a2", "a3", "a4" })]
    [InlineData(CrashStep.Committed, new[] { "a1", "a2", "a3", "a4" })]
    public async Task A_plain_handler_sees_again_what_it_had_handled_and_not_what_was_committed(CrashStep step, string[] expected)
    {
        var seen = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("seeing", group => group.Handle(Texts, "see", text => { lock (seen) seen.Add(text); })));
        await kit.PublishAsync(Texts, "a1");
        await kit.RunAsync();
        await kit.PublishAsync(Texts, "a2", "a3");
        await kit.CrashAsync(step);
        await kit.PublishAsync(Texts, "a4");
        await kit.RunAsync();
        Assert.Equal(expected, seen);
        Assert.Equal(4, kit.CommittedOf("seeing", Texts));
    }

    [Theory]
    [InlineData(CrashStep.Handled, 2)]
    [InlineData(CrashStep.Committed, 1)]
    public async Task A_batch_comes_again_until_it_is_committed(CrashStep step, int times)
    {
        var seen = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("seeing", group => group.HandleBatch(Texts, "see", batch =>
            {
                lock (seen) seen.AddRange(batch.Select(e => e.Event));
                return Task.CompletedTask;
            })));
        await kit.PublishAsync(Texts, "a1", "a2", "a3");
        await kit.CrashAsync(step);
        await kit.RunAsync();
        foreach (var text in new[] { "a1", "a2", "a3" }) Assert.Equal(times, seen.Count(s => s == text));
    }

    [Theory]
    [InlineData(CrashStep.Handled, 2)]
    [InlineData(CrashStep.Committed, 1)]
    public async Task An_entity_counts_an_event_once_and_publishes_once_wherever_its_process_dies(CrashStep step, int calls)
    {
        Teller.Calls.Clear();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("telling", group => group.Entity<Teller>()));
        await kit.PublishAsync(Texts, "a1");
        await kit.CrashAsync(step);
        await kit.RunAsync();
        Assert.Equal(calls, Teller.Calls.Count);
        Assert.Equal(1, await kit.AskAsync<Teller, long>("a", new GetCount()));
        Assert.Equal(["a 1"], kit.EventsIn(Copies));
        Assert.Equal(1, kit.CommittedOf("telling", Texts));
        Assert.Empty(kit.Problems);
    }

    [Fact]
    public async Task Nothing_crashes_where_nothing_is_left_to_do()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("telling", group => group.Entity<Teller>()));
        await kit.PublishAsync(Texts, "b1");
        await kit.RunAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => kit.CrashAsync(CrashStep.Handled));
        await kit.PublishAsync(Texts, "b2");
        await kit.RunAsync();
        Assert.Equal(2, await kit.AskAsync<Teller, long>("b", new GetCount()));
    }

    private sealed record Told;

    private sealed record GetCount;

    private sealed class Teller : EntityActor<long>
    {
        public Teller()
        {
            On(Texts, text =>
            {
                if (text[0] == 'a') Calls.Add(text);
                Persist(new Told());
                Publish(Copies, $"{Key} {State}");
            });
            Apply<Told>((count, _) => count + 1);
            Query<GetCount, long>(_ => State);
        }

        public static System.Collections.Concurrent.ConcurrentBag<string> Calls { get; } = [];
    }
}
