using System.Collections.Concurrent;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Attempts at an event, their time, and what is said of them.</summary>
public sealed class AttemptTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly LogLines _log = new();
    private readonly JumpingTime _time = new();
    private volatile bool _works;

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task A_blocking_handler_goes_on_once_it_can_however_long_that_takes_each_attempt_with_a_token_of_its_own(string kind)
    {
        var dead = 0;
        _topics.Append("events", "a", "a1");
        var handler = KindsOfHandlers.Of(
            kind,
            async (text, context) =>
            {
                _calls.Enqueue($"{text} {context.Attempt}");
                if (context.CancellationToken.IsCancellationRequested) dead++;
                if (!_works) throw new InvalidOperationException("down");
                await Task.Delay(1, context.CancellationToken);
            },
            options => options.Timeout = TimeSpan.FromSeconds(30));
        await using var group = await Start(handler);
        await EventsHarness.Eventually(() => !_calls.IsEmpty);
        _time.Pass(TimeSpan.FromMinutes(1));
        var attempts = _calls.Count;
        await EventsHarness.Eventually(() => _calls.Count > attempts + 3);
        _works = true;

        await group.Handled(Zero);

        Assert.Equal(0, dead);
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task An_attempt_that_takes_too_long_is_cancelled_and_its_key_waits_for_its_real_end(string kind)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (key, text) in new[] { ("a", "a1"), ("a", "a2"), ("b", "b1") }) _topics.Append("events", key, text);
        var handler = KindsOfHandlers.Of(
            kind,
            async (text, context) =>
            {
                _calls.Enqueue($"{text} {context.Attempt}");
                if (text != "a1" || context.Attempt > 1) return;
                context.CancellationToken.Register(cancelled.SetResult);
                await end.Task;
                context.CancellationToken.ThrowIfCancellationRequested();
            },
            options => options.AttemptTimeout = TimeSpan.FromMilliseconds(50));
        await using var group = await Start(handler);
        await cancelled.Task.WaitAsync(EventsHarness.Patience);
        await EventsHarness.Eventually(() => _calls.Contains("b1 1"));
        Assert.Equal(["a1 1", "b1 1"], _calls.Order());
        end.SetResult();

        await group.Handled(Zero);

        Assert.Equal(["a1 1", "a1 2", "a2 1"], _calls.Where(c => c[0] == 'a'));
        Assert.Contains("the attempt's limit of 50 ms has passed", Assert.Single(_log.Of(LogEvents.AttemptFailed)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task An_event_behind_others_that_took_long_has_all_of_its_time_for_itself(string kind)
    {
        foreach (var text in new[] { "a1", "a2", "a3", "fails" }) _topics.Append("events", "a", text);
        var handler = KindsOfHandlers.Of(
            kind,
            async (text, context) =>
            {
                await Task.Yield();
                _time.Pass(TimeSpan.FromSeconds(30));
                _calls.Enqueue($"{text} {context.Attempt}");
                if (text == "fails" && context.Attempt == 1) throw new InvalidOperationException("down");
            },
            options => (options.OnFailure, options.Timeout) = (FailureMode.Discard, TimeSpan.FromSeconds(60)));
        await using var group = await Start(handler);

        await group.Handled(Zero);

        Assert.Equal(["a1 1", "a2 1", "a3 1", "fails 1", "fails 2"], _calls);
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task A_handler_that_keeps_failing_is_a_problem_of_a_part_until_it_succeeds(string kind)
    {
        _topics.Append("events", "a", "a1");
        _topics.Append("events", "b", "b1");
        await using var group = await Start(Failing(kind));
        await EventsHarness.Eventually(() => _calls.Count > 2);
        Assert.Null(group.Runtime.Problem);
        _time.Pass(TimeSpan.FromSeconds(10));
        await EventsHarness.Eventually(() => group.Runtime.Problem is { } said && said.Contains("(and 1 more of it)"));

        var problem = group.Runtime.Problem!;
        Assert.Matches($@"^'{kind}' at events \[0\] @[01], key '[ab]' keeps failing \(\d+ attempts in 1\d s\): ", problem);
        Assert.Contains("InvalidOperationException: down", problem);
        Assert.True(group.Runtime.Context.Problems.ArePartial);
        _works = true;
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task Failed_attempts_are_logged_at_growing_intervals_without_a_stack_and_with_the_key(string kind)
    {
        for (var i = 0; i < 20; i++) _topics.Append("events", "k" + i, "e");
        await using var group = await Start(Failing(kind));
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Failed > 100);
        _time.Pass(TimeSpan.FromSeconds(1));
        await EventsHarness.Eventually(() => _log.Of(LogEvents.AttemptFailed).Count() == 2);
        _works = true;
        await group.Handled(Zero);

        var lines = _log.All.Where(l => l.Id == LogEvents.AttemptFailed && l.Level == LogLevel.Warning).ToArray();
        Assert.InRange(lines.Length, 2, 3);
        Assert.All(lines, line => Assert.Null(line.Exception));
        Assert.Matches($@"^Group group: '{kind}' failed at events \[0\] @\d+, key 'k\d+', attempt \d+: InvalidOperationException: down; again in \d+ ms$", lines[0].Text);
        Assert.Matches(@"\(and \d+ more failures since this was said last\)$", lines[1].Text);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task What_was_interrupted_by_its_partitions_end_is_not_given_up(string kind)
    {
        _topics.Append("events", "a", "a1");
        var handler = KindsOfHandlers.Of(
            kind,
            async (text, context) =>
            {
                _calls.Enqueue(text);
                if (_calls.Count > 1) return;
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
            options => options.OnFailure = FailureMode.Discard);
        await using var group = await Start(handler);
        await EventsHarness.Eventually(() => !_calls.IsEmpty);
        _time.Pass(TimeSpan.FromHours(1));
        await group.Client.Revoke(Zero);
        group.Client.Assign(Zero);

        await group.Handled(Zero);

        Assert.Equal(["a1", "a1"], _calls);
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
        Assert.Equal(0, group.Runtime.Context.Metrics.Failed);
    }

    [Fact]
    public async Task A_plain_handler_that_seems_to_be_stuck_is_reported_and_its_end_too()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _topics.Append("events", "a", "a1");
        await using var group = await Start(KindsOfHandlers.Of("plain", (_, _) => end.Task), EventsHarness.OptionsWithQuickHousekeeping());
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        Assert.StartsWith("'plain' at events [0] @0, key 'a' has been running for ", group.Runtime.Problem);
        end.SetResult();
        await group.Handled(Zero);

        Assert.Null(group.Runtime.Problem);
        Assert.Single(_log.Of(LogEvents.HandlerStuck));
        Assert.Single(_log.Of(LogEvents.HandlerNotStuck));
    }

    private HandlerDefinition Failing(string kind) => KindsOfHandlers.Of(kind, (text, _) =>
    {
        _calls.Enqueue(text);
        return _works ? Task.CompletedTask : throw new InvalidOperationException("down");
    });

    private async Task<EventsHarness> Start(HandlerDefinition handler, GroupOptions? options = null)
    {
        var group = await EventsHarness.Start(_topics, [handler], options, time: _time, loggers: _log);
        group.Client.Assign(Zero);
        return group;
    }
}
