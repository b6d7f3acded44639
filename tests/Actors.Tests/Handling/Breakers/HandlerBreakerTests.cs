using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Observing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Breakers;

/// <summary>A handler whose circuit breaker opens, and what becomes of its events.</summary>
public sealed class HandlerBreakerTests
{
    private static readonly TopicPartition Zero = new("events", 0), One = new("events", 1);
    private static readonly TimeSpan OpenTime = TimeSpan.FromMinutes(10);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);
    private readonly ConcurrentQueue<string> _calls = new(), _others = new();
    private readonly LogLines _log = new();
    private readonly JumpingTime _time = new();
    private volatile bool _works;

    [Theory]
    [InlineData("plain", false)]
    [InlineData("plain", true)]
    [InlineData("batch", true)]
    [InlineData("entity", false)]
    [InlineData("entity", true)]
    public async Task After_errors_in_a_row_its_events_wait_without_attempts_until_one_of_them_shows_that_it_works(string kind, bool asynchronous)
    {
        await using var group = await Start(Handler(kind, asynchronous), Other());
        for (var i = 0; i < 3; i++) Append(Zero, $"k{i}", $"early {i}");
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null && _log.Of(LogEvents.BreakerOpened).Any());
        Assert.Contains($"'{kind}' has failed at 3 events in a row, last at events [0] @", group.Runtime.Context.Problems.All.Single(p => p.Cause == ProblemCause.BreakerOpen).Text);
        for (var i = 0; i < 10; i++) Append(i % 2 == 0 ? Zero : One, $"k{i}", $"later {i}");
        await EventsHarness.Eventually(() => _others.Count == 13);
        var attempts = _calls.Count;

        // Held back in all of its partitions, while the other handler goes on.
        for (var i = 0; i < 10; i++) Append(i % 2 == 0 ? Zero : One, $"k{i}", $"late {i}");
        await EventsHarness.Eventually(() => _others.Count == 23);
        Assert.Equal(attempts, _calls.Count);

        // One is tried when the time is over, and has it wait on.
        _time.Pass(OpenTime);
        Append(Zero, "k0", "wakes");
        await EventsHarness.Eventually(() => _log.Of(LogEvents.BreakerStaysOpen).Any());
        Assert.Equal(attempts + 1, _calls.Count);

        _works = true;
        _time.Pass(OpenTime);
        Append(One, "k1", "wakes");
        await group.Handled(Zero, One);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        Assert.Single(_log.Of(LogEvents.BreakerOpened));
        Assert.Single(_log.Of(LogEvents.BreakerClosed));
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task A_shard_that_leaves_with_the_probe_leaves_it_to_another_and_the_last_one_takes_the_problem_with_it(string kind)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = new ConcurrentQueue<int>();
        var probing = false;
        var handler = KindsOfHandlers.Of(kind, async (_, context) =>
        {
            if (!Volatile.Read(ref probing)) throw new InvalidOperationException("down");
            probe.Enqueue(context.Partition);
            await end.Task;
        }, Breaker);
        await using var group = await Start(handler);
        for (var i = 0; i < 3; i++) Append(Zero, $"k{i}", "early");
        await EventsHarness.Eventually(() => _log.Of(LogEvents.BreakerOpened).Any());
        Append(One, "k", "late");
        Volatile.Write(ref probing, true);
        _time.Pass(OpenTime);
        Append(Zero, "k0", "wakes");
        await EventsHarness.Eventually(() => !probe.IsEmpty);
        var first = probe.Single() == 0 ? (Zero, One) : (One, Zero);

        group.Client.Lose(first.Item1);
        await EventsHarness.Eventually(() => probe.Count == 2);
        Assert.Equal(first.Item2.Partition.Value, probe.Last());
        group.Client.Lose(first.Item2);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        end.SetResult();
    }

    [Fact]
    public async Task Errors_that_tell_of_the_event_alone_and_records_that_cant_be_decoded_dont_count()
    {
        for (var i = 0; i < 20; i++) Append(Zero, $"k{i}", i % 2 == 0 ? "undecodable" : "bad");
        var handler = KindsOfHandlers.Of("plain", (_, _) => throw new ArgumentException("bad"), options =>
        {
            Breaker(options);
            options.DontRetry<ArgumentException>();
            (options.OnFailure, options.OnUndecodable) = (FailureMode.Discard, FailureMode.Discard);
        });
        await using var group = await Start(handler);
        await group.Handled(Zero);
        Assert.Equal(20, group.Runtime.Context.Metrics.Discarded);
        Assert.Empty(_log.Of(LogEvents.BreakerOpened));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task Events_that_are_given_up_count_as_errors_and_nobody_is_told_that_they_were_handled(string kind)
    {
        for (var i = 0; i < 3; i++) Append(Zero, $"k{i}", $"{i}");
        var told = new Told();
        var handler = Handler(kind, false, o => (o.OnFailure, o.Timeout) = (FailureMode.Save, TimeSpan.FromMilliseconds(1)));
        await using var group = await EventsHarness.Start(
            _topics, [handler], time: _time, loggers: _log, post: new FakePost(), handling: time => (HandlingObservers.Of("group", [told], _log, time), null));
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Single(_log.Of(LogEvents.BreakerOpened));
        Assert.Equal(["failed 0", "failed 1", "failed 2"], told.Said.Order(StringComparer.Ordinal));
        Assert.Equal(3, group.Runtime.Context.Metrics.Saved);
    }

    [Fact]
    public async Task A_batch_that_fails_by_an_error_that_tells_of_an_event_alone_doesnt_count()
    {
        for (var i = 0; i < 4; i++) Append(Zero, $"k{i}", i == 2 ? "bad" : "good");
        var handler = KindsOfHandlers.Of("batch", (text, _) => text == "bad" ? throw new ArgumentException("bad") : Task.CompletedTask, options =>
        {
            (options.BreakerErrors, options.BreakerOpenTime) = (1, OpenTime);
            options.DontRetry<ArgumentException>();
            options.OnFailure = FailureMode.Discard;
        });
        await using var group = await Start(handler);
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Discarded == 1 || _log.Of(LogEvents.BreakerOpened).Any());
        Assert.Empty(_log.Of(LogEvents.BreakerOpened));
        await group.Handled(Zero);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task The_time_that_an_event_is_held_back_is_not_its_time_to_be_handled_in(string kind)
    {
        await using var group = await Start(Handler(kind, false, o => (o.OnFailure, o.Timeout) = (FailureMode.Discard, TimeSpan.FromMinutes(5))));
        for (var i = 0; i < 3; i++) Append(Zero, $"k{i}", $"early {i}");
        await EventsHarness.Eventually(() => _log.Of(LogEvents.BreakerOpened).Any());
        for (var probes = 1; probes <= 3; probes++)
        {
            _time.Pass(OpenTime);
            Append(Zero, "wake", "wakes");
            await EventsHarness.Eventually(() => _log.Of(LogEvents.BreakerStaysOpen).Count() == probes);
        }
        _works = true;
        _time.Pass(OpenTime);
        Append(Zero, "wake", "wakes");
        await group.Handled(Zero);
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
    }

    private HandlerDefinition Handler(string kind, bool asynchronous, Action<HandlerOptions>? configure = null) => KindsOfHandlers.Of(kind, async (text, _) =>
    {
        _calls.Enqueue(text);
        var works = _works;
        if (asynchronous) await Task.Yield();
        if (!works) throw new InvalidOperationException("down");
    }, options =>
    {
        Breaker(options);
        options.BatchSize = 1;
        configure?.Invoke(options);
    });

    private HandlerDefinition Other() => new Akka.Events.Handling.Internal.Plain.PlainHandler<string>("other", KindsOfHandlers.Events, (text, _) =>
    {
        _others.Enqueue(text);
        return default;
    }, new HandlerOptions());

    private void Append(TopicPartition partition, string key, string text) =>
        _topics.Append(partition, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));

    private static void Breaker(HandlerOptions options) => (options.BreakerErrors, options.BreakerOpenTime) = (3, OpenTime);

    private async Task<EventsHarness> Start(params HandlerDefinition[] handlers)
    {
        var group = await EventsHarness.Start(_topics, handlers, time: _time, loggers: _log);
        group.Client.Assign(Zero);
        group.Client.Assign(One);
        return group;
    }

    private sealed class Told : IHandlingObserver
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public void Handled(string group, string handler, EventContext context) => Said.Enqueue($"handled {context.Offset}");

        public void Failed(string group, string handler, EventContext context, Exception failure) => Said.Enqueue($"failed {context.Offset}");
    }
}
