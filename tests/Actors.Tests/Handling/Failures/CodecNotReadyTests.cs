using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Records that can't be read yet, which says nothing against them.</summary>
public sealed class CodecNotReadyTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly JumpingTime _time = new();
    private readonly string _later = $"no schema yet {Guid.NewGuid()}";

    [Theory]
    [InlineData("plain")]
    [InlineData("batch")]
    [InlineData("entity")]
    public async Task A_record_whose_codec_isnt_ready_waits_is_shown_and_counts_neither_as_undecodable_nor_as_an_attempt(string kind)
    {
        foreach (var (key, text) in new[] { ("a", _later), ("a", "behind"), ("b", "other") }) _topics.Append("events", key, text);
        var handler = KindsOfHandlers.Of(
            kind,
            (text, context) =>
            {
                _calls.Enqueue($"{text} {context.Attempt}");
                return Task.CompletedTask;
            },
            options => (options.OnFailure, options.OnUndecodable, options.Timeout) =
                (FailureMode.Discard, FailureMode.Discard, TimeSpan.FromSeconds(60)));
        await using var group = await EventsHarness.Start(_topics, [handler], time: _time);
        group.Client.Assign(Zero);
        // A batch waits for a second, in which the codec is ready as a rule.
        _time.Pass(TimeSpan.FromSeconds(2));
        await EventsHarness.Eventually(() => !_calls.IsEmpty);
        _time.Pass(TimeSpan.FromMinutes(10));
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);

        Assert.Matches($@"^'{kind}' at events \[0\] @0, key 'a' waits for its codec \(for \d+ min\): nobody answers; it is tried again$", group.Runtime.Problem);
        Assert.Equal(ProblemCause.CodecNotReady, Assert.Single(group.Runtime.Context.Problems.All).Cause);
        Assert.Equal(["other 1"], _calls);
        KindsOfHandlers.Ready[_later] = true;
        await group.Handled(Zero);

        Assert.Equal([$"{_later} 1", "behind 1"], _calls.Skip(1));
        var metrics = group.Runtime.Context.Metrics;
        Assert.Equal((0, 0, 0), (metrics.Failed, metrics.Discarded, metrics.Blocked));
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
    }

    [Fact]
    public async Task A_batch_stays_together_while_its_codec_gets_ready()
    {
        foreach (var (key, text) in new[] { ("a", "first"), ("b", _later), ("c", "last") }) _topics.Append("events", key, text);
        var handler = new BatchHandler<string>(
            "batch", KindsOfHandlers.Events,
            (events, _) =>
            {
                _calls.Enqueue(string.Join(", ", events.Select(e => e.Event)));
                return Task.CompletedTask;
            },
            inTransaction: false, new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) });
        await using var group = await EventsHarness.Start(_topics, [handler], time: new StandingTime());
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => KindsOfHandlers.Refused.GetValueOrDefault(_later) > 2);
        KindsOfHandlers.Ready[_later] = true;
        await group.Handled(Zero);

        Assert.Equal([$"first, {_later}, last"], _calls);
    }

    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }
}
