using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Batches;

public sealed class BatchHandlerTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string[]> _calls = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_batch_begins_with_the_first_event_and_the_next_one_grows_while_it_is_under_way()
    {
        Append(0, 1);
        // The shard gives each event to the handlers in their order: what the second has seen the first one has been sent.
        var seen = new ConcurrentQueue<string>();
        var second = new PlainHandler<string>("second", Topic.Text("events"), (text, _) =>
        {
            seen.Enqueue(text);
            return default;
        }, new HandlerOptions());
        await using var group = await EventsHarness.Start(_topics, [Gated(options => options.BatchSize = 50), second]);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _calls.Count == 1);
        Append(1, 120);
        await EventsHarness.Eventually(() => seen.Count == 121);
        Assert.Single(_calls);

        _gate.SetResult();
        await group.Handled(Zero);

        Assert.Equal([1, 50, 50, 20], _calls.Select(call => call.Length));
        Assert.Equal(Enumerable.Range(0, 121).Select(i => $"{i}"), _calls.SelectMany(call => call));
    }

    [Fact]
    public async Task A_batch_that_is_not_full_begins_when_its_first_event_has_reached_its_age()
    {
        var time = new ManualTime();
        var handler = Handler(_ => { }, options => (options.BatchSize, options.BatchAge) = (10, TimeSpan.FromMilliseconds(50)));
        Append(0, 13);
        await using var group = await EventsHarness.Start(_topics, [handler], time: time);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _calls.Count == 1);

        time.Advance(TimeSpan.FromMilliseconds(50));
        await group.Handled(Zero);
        Assert.Equal([10, 3], _calls.Select(call => call.Length));
    }

    [Fact]
    public async Task A_bad_event_is_found_by_halves_and_the_others_are_acknowledged()
    {
        Append(0, 100);
        var handler = Handler(
            texts =>
            {
                if (texts.Contains("37")) throw new InvalidOperationException("told to fail");
            },
            options => (options.BatchSize, options.OnFailure, options.Timeout) = (100, FailureMode.Discard, TimeSpan.FromMilliseconds(200)));
        await using var group = await EventsHarness.Start(_topics, [handler]);
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Equal(1, group.Runtime.Context.Metrics.Discarded);
        var well = _calls.Where(call => !call.Contains("37")).SelectMany(call => call).ToList();
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i != 37).Select(i => $"{i}"), well.OrderBy(int.Parse));
        Assert.Contains(_calls, call => call is ["37"]);
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task An_event_that_its_handler_fails_is_tried_again_alone_and_the_others_count()
    {
        Append(0, 10);
        var failures = 3;
        var handler = new BatchHandler<string>(
            "batches", Topic.Text("events"), (events, _) =>
            {
                _calls.Enqueue([.. events.Select(e => e.Event)]);
                if (events.FirstOrDefault(e => e.Event == "4") is { } bad && failures-- > 0) bad.Fail(new InvalidOperationException("told to fail"));
                return Task.CompletedTask;
            },
            inTransaction: false, Options(_ => { }));
        await using var group = await EventsHarness.Start(_topics, [handler]);
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Equal(10, _calls.First().Length);
        Assert.Equal([["4"], ["4"], ["4"]], _calls.Skip(1));
        Assert.Equal(3, group.Runtime.Context.Metrics.Failed);
    }

    [Fact]
    public async Task What_failed_behind_a_failed_event_of_its_key_has_its_own_time_when_its_turn_comes()
    {
        var time = new EagerTime();
        var cancelled = new ConcurrentQueue<bool>();
        for (var i = 1; i <= 2; i++) _topics.Append("events", "a", $"{i}");
        var handler = new BatchHandler<string>(
            "batches", Topic.Text("events"), async (events, _) =>
            {
                _calls.Enqueue([.. events.Select(e => e.Event)]);
                if (events.Count == 2)
                {
                    await Task.Yield();
                    foreach (var one in events) one.Fail(new InvalidOperationException("told to fail"));
                    return;
                }
                cancelled.Enqueue(events[0].Context.CancellationToken.IsCancellationRequested);
                // Longer than an attempt may take.
                time.Advance(TimeSpan.FromMinutes(2));
            },
            inTransaction: false, Options(options => options.AttemptTimeout = TimeSpan.FromMinutes(1)));
        await using var group = await EventsHarness.Start(_topics, [handler], time: time);
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Equal([["1", "2"], ["1"], ["2"]], _calls);
        Assert.Equal([false, false], cancelled);
    }

    [Fact]
    public async Task What_a_batch_that_outlives_its_shard_has_in_hand_waits_for_its_end()
    {
        _topics.Append("events", "a", "0");
        await using var group = await EventsHarness.Start(_topics, [Gated(_ => { })]);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _calls.Count == 1);
        group.Client.Lose(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.All(p => p.TopicPartition != Zero));
        _topics.Append("events", "b", "1");
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _calls.Any(call => call is ["1"]) || _calls.Count > 1);
        Assert.Equal([["0"], ["1"]], _calls);

        _gate.SetResult();
        await group.Handled(Zero);
        Assert.Equal(["0"], _calls.Last());
    }

    [Fact]
    public async Task Several_batches_of_a_partition_run_at_once_where_that_is_asked_for()
    {
        Append(0, 30);
        await using var group = await EventsHarness.Start(
            _topics, [Gated(options => (options.BatchSize, options.MaxBatches, options.MaxConcurrency) = (5, 4, 3))]);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _calls.Count == 3);

        _gate.SetResult();
        await group.Handled(Zero);
        Assert.Equal(Enumerable.Repeat(5, 6), _calls.Select(call => call.Length));
    }

    private void Append(int first, int count)
    {
        for (var i = first; i < first + count; i++) _topics.Append("events", "k" + i, $"{i}");
    }

    private BatchHandler<string> Gated(Action<HandlerOptions> configure) => new(
        "batches", Topic.Text("events"), async (events, _) =>
        {
            _calls.Enqueue([.. events.Select(e => e.Event)]);
            await _gate.Task;
        },
        inTransaction: false, Options(configure));

    private BatchHandler<string> Handler(Action<string[]> handle, Action<HandlerOptions> configure) => new(
        "batches", Topic.Text("events"), (events, _) =>
        {
            string[] texts = [.. events.Select(e => e.Event)];
            _calls.Enqueue(texts);
            handle(texts);
            return Task.CompletedTask;
        },
        inTransaction: false, Options(configure));

    private static HandlerOptions Options(Action<HandlerOptions> configure)
    {
        var options = new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) };
        configure(options);
        return options;
    }

    /// <summary>A clock that stands still until it is told how much time has passed; a timer of no time is over when it is made.</summary>
    private sealed class EagerTime : TimeProvider
    {
        private readonly ManualTime _time = new();

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override long GetTimestamp() => _time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

        public void Advance(TimeSpan by) => _time.Advance(by);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.Zero) callback(state);
            return base.CreateTimer(callback, state, dueTime == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : dueTime, period);
        }
    }
}
