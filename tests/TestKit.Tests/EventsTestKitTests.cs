using Akka.Events;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace TestKit.Tests;

/// <summary>What a test may count on.</summary>
public sealed class EventsTestKitTests
{
    private static readonly Topic<string> Texts = Topic.Text("texts", key: text => text[..1]);
    private static readonly Topic<string> Given = Topic.Text("given");
    private static readonly Topic<string> Copies = Topic.Text("copies", key: text => text[..1]);

    [Fact]
    public async Task It_runs_until_what_handlers_publish_is_handled_too()
    {
        var seen = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("copying", group => group.Handle<Copier>(Texts))
            .Group("seeing", group => group.Handle(Copies, "see", copy => { lock (seen) seen.Add(copy); })));
        await kit.PublishAsync(Texts, [.. Enumerable.Range(0, 100).Select(i => $"a{i}")]);
        await kit.RunAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"a{i}"), seen);
        Assert.Equal(seen, kit.EventsIn(Copies));
        Assert.Equal(100, kit.CommittedOf("seeing", Copies));
    }

    [Fact]
    public async Task Dead_letters_are_seen_replayed_and_discarded()
    {
        var (mended, seen) = (false, new List<string>());
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("mail", group => group.Handle(Texts, "send", text =>
        {
            if (text != "good" && !mended) throw new FormatException($"{text} is no address");
            seen.Add(text);
        }, o =>
        {
            o.OnFailure = FailureMode.Save;
            o.DontRetry<FormatException>();
        })));
        await kit.PublishAsync(Texts, "bad 1", "good", "bad 2", "bad 3");
        await kit.RunAsync();
        var mail = new DeadLetterFilter("texts", "mail");
        var letters = (await kit.DeadLetters.ListAsync(mail)).Letters;
        Assert.Equal(3, letters.Count);
        Assert.Contains("bad 1 is no address", letters[0].Reason);
        mended = true;
        await kit.DeadLetters.DiscardAsync(mail with { Positions = [letters[1].Position] });
        await kit.DeadLetters.ReplayAsync(mail);
        await kit.RunAsync();
        Assert.Equal(["good", "bad 1", "bad 3"], seen);
        Assert.Empty((await kit.DeadLetters.ListAsync(mail)).Letters);
    }

    [Fact]
    public async Task What_entities_publish_is_seen_once_and_in_order_through_crashes_and_moves()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("telling", group => group.Entity<Teller>()));
        for (var i = 0; i < 6; i++)
        {
            await kit.PublishAsync(Texts, $"a{i}", $"b{i}");
            if (i % 3 == 0) await kit.RunAsync();
            if (i % 3 == 1) await kit.CrashAsync(redeliver: 2);
            if (i % 3 == 2)
            {
                await kit.RevokeAsync();
                await kit.AssignAsync();
            }
        }
        await kit.RunAsync();
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"a {i}"), kit.EventsIn(Copies).Where(copy => copy[0] == 'a'));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"b {i}"), kit.EventsIn(Copies).Where(copy => copy[0] == 'b'));
    }

    [Fact]
    public async Task Keys_reach_each_other_once_through_a_topic_of_their_group_though_everything_crashes()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("both", group => group.Entity<Giver>().Entity<Taker>()));
        for (var i = 0; i < 8; i++)
        {
            await kit.PublishAsync(Texts, $"g{i}", $"h{i}");
            await kit.CrashAsync(redeliver: i % 3);
        }
        await kit.RunAsync();
        Assert.Equal(8, await kit.AskAsync<Taker, int>("taker of g", new GetCount()));
        Assert.Equal(8, await kit.AskAsync<Taker, int>("taker of h", new GetCount()));
    }

    [Fact]
    public async Task Types_of_events_on_one_topic_go_to_their_handlers_and_others_are_passed_over()
    {
        var everything = Topic.Union<IThing>("things", types => types.Add<Big>("big").Add<Small>("small").Add<Odd>("odd"), key: thing => thing.Id);
        var things = Topic.Union<IThing>("things", types => types.Add<Big>("big").Add<Small>("small").SkipOthers(), key: thing => thing.Id);
        Sorter.Seen.Clear();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("sorting", group => group.Handle<Sorter>(things)));
        await kit.PublishAsync(everything, new Big("a"), new Odd("a"), new Small("a"), new Big("b"));
        await kit.RunAsync();
        Assert.Equal(["a big", "a small", "b big"], Sorter.Seen.Order());
        Assert.Equal(4, kit.CommittedOf("sorting", things));
        Assert.Empty(kit.Problems);
        Assert.Equal(0, kit.Groups[0].Failures);
    }

    [Fact]
    public async Task It_waits_for_handlers_that_are_under_way_elsewhere()
    {
        var seen = 0;
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("slow", group => group.Handle(Texts, "slow", async _ =>
        {
            await Task.Delay(50);
            Interlocked.Increment(ref seen);
        })));
        await kit.PublishAsync(Texts, "a", "b", "c");
        await kit.RunAsync();
        Assert.Equal(3, seen);
    }

    [Fact]
    public async Task It_waits_for_handlers_that_are_under_way_while_others_fail()
    {
        var seen = 0;
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("plain", group => group.Handle(Texts, "some", async text =>
            {
                if (text == "a") throw new InvalidOperationException("told to fail");
                await Task.Delay(200);
                Interlocked.Increment(ref seen);
            }))
            .Group("entities", group => group.Entity<Slow>()));
        await kit.PublishAsync(Texts, "a", "b");
        await kit.RunAsync();
        Assert.Equal(1, seen);
        Assert.Equal(1, await kit.AskAsync<Slow, long>("b", new GetCount()));
        await kit.PublishAsync(Texts, "c");
        await kit.RunAsync();
        Assert.Equal(2, seen);
    }

    [Fact]
    public async Task What_kafka_would_refuse_is_refused()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.ConfigurePublishing(o => o.MaxRecordBytes = 1000));
        var events = kit.Services.GetRequiredService<IEvents>();
        await Assert.ThrowsAsync<PublishException>(() => events.PublishAsync(Texts, new string('a', 1000)));
        await Assert.ThrowsAsync<PublishException>(() => events.PublishAsync(Texts, "a", new PublishOptions { Partition = 4 }));
        await events.PublishAsync(Texts, "a", new PublishOptions { Partition = 3 });
        Assert.Equal(["a"], kit.EventsIn(Texts));
    }

    [Fact]
    public async Task A_handler_that_never_ends_is_told_of()
    {
        var never = new TaskCompletionSource();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("stuck", group => group
            .Options(o => o.DrainTimeout = TimeSpan.FromMilliseconds(10)).Handle(Texts, "stuck", _ => never.Task)));
        kit.Patience = TimeSpan.FromMilliseconds(200);
        await kit.PublishAsync(Texts, "a");
        var e = await Assert.ThrowsAsync<TimeoutException>(() => kit.RunAsync());
        Assert.Contains("group 'stuck': texts[", e.Message);
        never.SetResult();
        await kit.RunAsync();
    }

    [Fact]
    public async Task Time_passes_when_a_test_lets_it()
    {
        var attempts = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("failing", group => group.Handle(
            Texts, "fail", Note, o =>
            {
                o.MinBackoff = TimeSpan.FromMinutes(10);
                o.MaxBackoff = TimeSpan.FromMinutes(10);
                o.Timeout = TimeSpan.FromHours(1);
                o.OnFailure = FailureMode.Discard;
            })));
        void Note(string text)
        {
            attempts.Add(text);
            throw new InvalidOperationException("told to fail");
        }
        await kit.PublishAsync(Texts, "a");
        await kit.RunAsync();
        Assert.Single(attempts);
        await kit.AdvanceAsync(TimeSpan.FromMinutes(13));
        Assert.Equal(2, attempts.Count);
        Assert.Contains(kit.Problems, problem => problem.Cause == ProblemCause.HandlerFails);
        await kit.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(1, kit.Groups[0].Discarded);
        Assert.Empty(kit.Problems);
    }

    [Fact]
    public async Task After_a_crash_plain_handlers_see_again_what_was_not_committed_and_entities_count_it_once()
    {
        var seen = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("counting", group => group.Entity<Counter>())
            .Group("seeing", group => group.Handle(Texts, "see", text => { lock (seen) seen.Add(text); })));
        await kit.PublishAsync(Texts, "a1", "a2", "a3");
        await kit.RunAsync();
        await kit.CrashAsync(redeliver: 2);
        await kit.PublishAsync(Texts, "a4");
        await kit.RunAsync();
        Assert.Equal(["a1", "a2", "a3", "a2", "a3", "a4"], seen);
        Assert.Equal(4, await kit.AskAsync<Counter, long>("a", new GetCount()));
    }

    [Fact]
    public async Task Partitions_are_given_up_and_taken_over_again()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("counting", group => group.Entity<Counter>()));
        await kit.PublishAsync(Texts, "a1", "a2");
        await kit.RunAsync();
        await kit.RevokeAsync();
        await kit.PublishAsync(Texts, "a3");
        await kit.RunAsync();
        Assert.Equal(2, kit.CommittedOf("counting", Texts));
        await kit.AssignAsync();
        await kit.RunAsync();
        Assert.Equal(3, await kit.AskAsync<Counter, long>("a", new GetCount()));
    }

    [Fact]
    public async Task Dead_letters_are_events_of_their_topic()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("failing", group => group.Handle(
            Texts, "fail", (string _) => throw new InvalidOperationException("told to fail"), o =>
            {
                o.DontRetry<InvalidOperationException>();
                o.OnFailure = FailureMode.Save;
            })));
        await kit.PublishAsync(Texts, "a1");
        await kit.RunAsync();
        Assert.Equal(1, kit.CommittedOf("failing", Texts));
        Assert.Equal(1, kit.Groups[0].Saved);
    }

    [Fact]
    public async Task What_cannot_work_is_told_as_at_a_services_start() =>
        await Assert.ThrowsAsync<EventsConfigurationException>(() => EventsTestKit.StartAsync(events => events.Group("empty", _ => { })));

    private sealed class Copier(IEvents events) : IEventHandler<string>
    {
        public Task Handle(string text, EventContext context) => events.PublishAsync(Copies, text, context.CancellationToken);
    }

    private sealed class Slow : EntityActor<long>
    {
        public Slow()
        {
            On(Texts, async text =>
            {
                if (text == "a") throw new InvalidOperationException("told to fail");
                await Task.Delay(300);
                Persist(new Counted(text));
            });
            Apply<Counted>((count, _) => count + 1);
            Query<GetCount, long>(_ => State);
        }
    }

    private sealed class Counter : EntityActor<long>
    {
        public Counter()
        {
            On(Texts, text => Persist(new Counted(text)));
            Apply<Counted>((count, _) => count + 1);
            Query<GetCount, long>(_ => State);
        }
    }

    private sealed record Counted(string Text);

    private sealed record GetCount;

    private sealed class Giver : EntityActor<int>
    {
        public Giver()
        {
            On(Texts, text => Publish(Given, text, $"taker of {Key}"));
            Apply<Told>((count, _) => count + 1);
        }
    }

    private sealed class Taker : EntityActor<int>
    {
        public Taker()
        {
            On(Given, _ => Persist(new Told()));
            Apply<Told>((count, _) => count + 1);
            Query<GetCount, int>(_ => State);
        }
    }

    private sealed record Told;

    private sealed class Teller : EntityActor<int>
    {
        public Teller()
        {
            On(Texts, _ =>
            {
                Persist(new Told());
                Publish(Copies, $"{Key} {State}");
            });
            Apply<Told>((count, _) => count + 1);
        }
    }

    internal interface IThing
    {
        string Id { get; }
    }

    internal sealed record Big(string Id) : IThing;

    internal sealed record Small(string Id) : IThing;

    internal sealed record Odd(string Id) : IThing;

    internal sealed class Sorter : IEventHandler<Big>, IEventHandler<Small>
    {
        public static System.Collections.Concurrent.ConcurrentBag<string> Seen { get; } = [];

        public Task Handle(Big big, EventContext context)
        {
            Seen.Add($"{big.Id} big");
            return Task.CompletedTask;
        }

        public Task Handle(Small small, EventContext context)
        {
            Seen.Add($"{small.Id} small");
            return Task.CompletedTask;
        }
    }
}
