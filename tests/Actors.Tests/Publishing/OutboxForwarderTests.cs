using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Publishing;

/// <summary>What the forwarder makes of what its outbox tells it, with librdkafka's own cluster in memory.</summary>
public sealed class OutboxForwarderTests
{
    private static readonly ProducerSettings Settings = new()
    {
        BootstrapServers = "mock", Client = new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" },
    };

    private readonly FakeOutbox _outbox;
    private readonly ConcurrentDictionary<long, string> _shown = new();
    private readonly ConcurrentQueue<Exception> _notCleaned = new();
    private readonly OutboxLimits _limits = new() { PollInterval = TimeSpan.FromMilliseconds(1), CleanAfter = 1 };
    private Func<CancellationToken, Task> _clean = _ => Task.CompletedTask;

    public OutboxForwarderTests() => _outbox = new FakeOutbox { Cleaning = ct => _clean(ct) };

    [Fact]
    public async Task An_event_that_is_refused_is_shown_however_many_older_ones_are()
    {
        for (var id = 1; id <= 100; id++) _outbox.Add(id, $"missing-{id}", refused: "is missing");
        _outbox.Add(101, "missing-101");
        using var stop = new CancellationTokenSource();
        var forwards = Forward(stop.Token);
        await EventsHarness.Eventually(() => _shown.Count == 101);
        // A look is over when the next begins.
        var looks = _outbox.Looks + 2;
        await EventsHarness.Eventually(() => _outbox.Looks >= looks);
        Assert.Contains("missing-101", Assert.Contains(101L, _shown));

        Assert.True(await _outbox.Skip(101, default));
        await EventsHarness.Eventually(() => !_shown.ContainsKey(101));
        Assert.Equal(100, _shown.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forwards.WaitAsync(EventsHarness.Patience));
    }

    [Fact]
    public async Task Space_that_is_taken_back_without_an_end_keeps_no_event_waiting_and_ends_with_the_forwarding()
    {
        var (begun, ended) = (0, 0);
        _clean = async ct =>
        {
            Interlocked.Increment(ref begun);
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        };
        using var stop = new CancellationTokenSource();
        _outbox.Add(1, "events");
        var forwards = Forward(stop.Token);
        await EventsHarness.Eventually(() => Volatile.Read(ref begun) == 1);
        for (var id = 2; id <= 4; id++)
        {
            _outbox.Add(id, "events");
            await EventsHarness.Eventually(() => _outbox.Waiting == 0);
        }

        Assert.Equal((1, 0), (begun, ended));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forwards.WaitAsync(EventsHarness.Patience));
        Assert.Equal((1, 1), (begun, ended));
    }

    [Fact]
    public async Task Space_that_can_not_be_taken_back_keeps_no_event_waiting_and_is_told()
    {
        var begun = 0;
        _clean = _ =>
        {
            Interlocked.Increment(ref begun);
            throw new InvalidOperationException("not now");
        };
        using var stop = new CancellationTokenSource();
        var forwards = Forward(stop.Token);
        for (var id = 1; id <= 3; id++)
        {
            _outbox.Add(id, "events");
            await EventsHarness.Eventually(() => Volatile.Read(ref begun) == id);
        }

        await EventsHarness.Eventually(() => _notCleaned.Count == 3);
        Assert.All(_notCleaned, failure => Assert.Equal("not now", failure.Message));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forwards.WaitAsync(EventsHarness.Patience));
    }

    private Task Forward(CancellationToken stop)
    {
        var state = new ForwarderState
        {
            NotCleaned = _notCleaned.Enqueue,
            Refused = (id, why) =>
            {
                if (why is null) _shown.TryRemove(id, out _);
                else _shown[id] = why;
            },
        };
        return new OutboxForwarder(
            "holder", _outbox, name => new BatchSender(Settings, name, transactions: false, NullLogger.Instance),
            topic => Task.FromResult(topic.StartsWith("missing", StringComparison.Ordinal)
                ? new TopicException(topic, ErrorCode.UnknownTopicOrPart, "is missing")
                : null),
            _limits, state, TimeProvider.System).Run(stop);
    }
}
