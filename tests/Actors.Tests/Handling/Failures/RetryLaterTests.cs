using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Events that are put off: what sees them, when, and how often.</summary>
public sealed class RetryLaterTests
{
    private static readonly TopicPartition Zero = new("events", 0), Retries = new("events.group.retry", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1).Create("events.group.retry", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentQueue<(string Text, long Time)> _times = new();
    private readonly FakePost _post = new();
    private readonly LogLines _log = new();
    private readonly JumpingTime _time = new();
    private volatile bool _always;

    public RetryLaterTests() => _post.Arrived += record =>
    {
        if (record.Topic == Retries.Topic) _topics.Append(new TopicPartition(record.Topic, record.Partition ?? 0), record.Key, record.Value, record.Headers);
    };

    [Fact]
    public async Task Without_transactions_an_entity_is_refused_it_since_it_counts_each_event_once()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => EventsHarness.Start(_topics, [Handler("entity")], time: _time, loggers: _log, post: _post));
        Assert.Contains("counts each event once, and retry-later may bring one twice without Kafka transactions", refused.Message);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task An_event_that_is_put_off_is_acknowledged_others_go_on_and_its_handler_gets_it_again_as_it_was(string kind)
    {
        var headers = new Headers { { "ce_id", "id-1"u8.ToArray() } };
        _topics.Append("events", "b", "first");
        _topics.Append(Zero, "a"u8.ToArray(), "bad"u8.ToArray(), headers);
        _topics.Append("events", "a", "behind");
        await using var group = await Start(Handler(kind));
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _topics.End(Retries) == 1);

        await group.Handled(Zero, Retries);

        Assert.Equal(["bad events 0 1 1 ce_id", "bad events 0 1 2 ce_id", "behind events 0 2 1 ", "first events 0 0 1 "], _calls.Order(StringComparer.Ordinal));
        var metrics = group.Runtime.Context.Metrics;
        Assert.Equal((1, 0, 0), (metrics.RetriedLater, metrics.Saved, metrics.Discarded));
        Assert.Null(group.Runtime.Problem);
        Assert.Contains("off for ", Assert.Single(_log.Of(LogEvents.EventRetriedLater)));
        // Retention goes by a record's time: it must not take what is old and waits.
        Assert.Null(Assert.Single(_post.Records, r => r.Topic == Retries.Topic).TimestampMs);
        Assert.Equal([FakeQueue.FirstTimestamp + 1, FakeQueue.FirstTimestamp + 1], _times.Where(t => t.Text == "bad").Select(t => t.Time));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task After_its_retries_it_is_a_dead_letter_of_the_record_that_it_was(string kind)
    {
        _always = true;
        _topics.Append("events", "b", "first");
        _topics.Append("events", "a", "bad");
        await using var group = await Start(Handler(kind, o => o.MaxRetries = 3));
        await EventsHarness.Eventually(() => _post.Records.Any(r => r.Topic == "events.group.dead-letter"));
        await group.Handled(Zero, Retries);

        Assert.Equal(["bad events 0 1 1 ", "bad events 0 1 2 ", "bad events 0 1 3 ", "bad events 0 1 4 "], _calls.Where(c => c[0] == 'b' && c[1] == 'a'));
        var letter = Assert.Single(_post.Records, r => r.Topic == "events.group.dead-letter");
        Assert.Equal(("events-0-1/group/" + kind, "1", "4"), (FakePost.Header(letter, DeadLetterHeaders.Id), FakePost.Header(letter, DeadLetterHeaders.Offset), FakePost.Header(letter, DeadLetterHeaders.Attempts)));
        Assert.Null(FakePost.Header(letter, DeadLetterHeaders.RetryAt));
        Assert.All(letter.Headers!, h => Assert.Single(letter.Headers!, other => other.Key == h.Key));
        Assert.Equal((3, 1), (group.Runtime.Context.Metrics.RetriedLater, group.Runtime.Context.Metrics.Saved));
    }

    [Fact]
    public async Task Out_of_a_retry_topic_with_fewer_partitions_it_is_still_the_record_that_it_was()
    {
        _always = true;
        var topics = new FakeTopics().Create("events", 4).Create(Retries.Topic, 2);
        var (third, post) = (new TopicPartition("events", 3), new FakePost());
        post.Arrived += record =>
        {
            if (record.Topic == Retries.Topic) topics.Append(new TopicPartition(record.Topic, record.Partition ?? 1), record.Key, record.Value, record.Headers);
        };
        topics.Append(third, "a"u8.ToArray(), "bad"u8.ToArray());
        await using var group = await EventsHarness.Start(
            topics, [Handler("plain", o => o.MaxRetries = 2)], time: _time, loggers: _log, post: post, senders: new ExactSenders(post));
        group.Client.Assign([third, new TopicPartition(Retries.Topic, 1)]);
        await EventsHarness.Eventually(() => post.Records.Any(r => r.Topic == "events.group.dead-letter"));

        Assert.Equal(["bad events 3 0 1 ", "bad events 3 0 2 ", "bad events 3 0 3 "], _calls);
        var letter = Assert.Single(post.Records, r => r.Topic == "events.group.dead-letter");
        Assert.Equal(
            ("events-3-0/group/plain", "3", "0"),
            (FakePost.Header(letter, DeadLetterHeaders.Id), FakePost.Header(letter, DeadLetterHeaders.Partition), FakePost.Header(letter, DeadLetterHeaders.Offset)));
    }

    [Fact]
    public async Task Nobody_gets_it_before_it_is_due_and_it_waits_on_where_its_partition_moves()
    {
        _topics.Append("events", "a", "bad");
        await using var group = await Start(Handler("plain", o => (o.RetryDelay, o.MaxRetryDelay) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10))));
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _topics.End(Retries) == 1);
        await group.Client.Revoke(Retries).WaitAsync(EventsHarness.Patience);
        group.Client.Assign(Retries);
        _topics.Append("events", "b", "next");
        await group.Handled(Zero);
        Assert.Single(_calls, c => c.StartsWith("bad", StringComparison.Ordinal));

        await group.Client.Revoke(Retries).WaitAsync(EventsHarness.Patience);
        _time.Jump(TimeSpan.FromMinutes(15));
        group.Client.Assign(Retries);
        await group.Handled(Zero, Retries);
        Assert.Equal(2, _calls.Count(c => c.StartsWith("bad", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_waits_of_a_partition_that_is_lost_is_its_next_owners_where_the_shard_stays()
    {
        var entity = KindsOfHandlers.Of("entity", (_, _) => Task.CompletedTask);
        await using var group = await Start(Handler("plain", o => o.MaxRetryDelay = TimeSpan.FromSeconds(1)), entity);
        Again("again", TimeSpan.FromMilliseconds(300));
        Again("last", TimeSpan.FromMilliseconds(600));
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.Any(p => p.TopicPartition == Retries && p.Position == 2));
        group.Client.Lose(Retries);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.All(p => p.TopicPartition != Retries));
        group.Client.Assign(Retries);
        await group.Handled(Retries);

        Assert.Single(_calls, c => c.StartsWith("again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_handler_gets_back_what_was_put_off_and_only_that()
    {
        for (var i = 0; i < 10; i++) _topics.Append("events", $"k{i}", i == 4 ? "bad" : $"good {i}");
        var failures = 0;
        var handler = KindsOfHandlers.Of("batch", (text, context) =>
        {
            _calls.Enqueue($"{text} {context.Topic} {context.Partition} {context.Offset}");
            return text == "bad" && Interlocked.Increment(ref failures) <= 6 ? throw new ArgumentException("not now") : Task.CompletedTask;
        }, options =>
        {
            (options.OnFailure, options.BatchSize) = (FailureMode.RetryLater, 10);
            (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));
            options.DontRetry<ArgumentException>();
        });
        await using var group = await Start(handler);
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _topics.End(Retries) > 0);
        var good = _calls.Count(c => c.StartsWith("good", StringComparison.Ordinal));
        await EventsHarness.Eventually(() => Volatile.Read(ref failures) > 6);
        await group.Handled(Retries);

        Assert.All(_calls.Where(c => c.StartsWith("bad", StringComparison.Ordinal)), c => Assert.Equal("bad events 0 4", c));
        Assert.Equal(good, _calls.Count(c => c.StartsWith("good", StringComparison.Ordinal)));
        Assert.Equal(_topics.End(Retries), group.Runtime.Context.Metrics.RetriedLater);
        Assert.Equal(0, group.Runtime.Context.Metrics.Saved);
    }

    [Theory]
    [InlineData(FailureMode.Block, "b")]
    [InlineData(FailureMode.RetryLater, "b")]
    [InlineData(FailureMode.RetryLater, "a")]
    public async Task An_event_that_needs_one_behind_it_comes_to_its_end(FailureMode mode, string key)
    {
        var first = false;
        _topics.Append("events", key, "second");
        _topics.Append("events", "a", "first");
        var handler = KindsOfHandlers.Of("plain", (text, _) =>
        {
            _calls.Enqueue(text);
            if (text == "first") Volatile.Write(ref first, true);
            return Volatile.Read(ref first) ? Task.CompletedTask : throw new InvalidOperationException("the first one has not come");
        }, options =>
        {
            options.OnFailure = mode;
            options.Timeout = TimeSpan.FromMilliseconds(mode == FailureMode.RetryLater ? 20 : 60_000);
            (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50));
        });
        await using var group = await EventsHarness.Start(_topics, [handler], time: _time, loggers: _log, post: _post);
        group.Client.Assign(mode == FailureMode.Block ? [Zero] : [Zero, Retries]);
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _calls.Last() == "second" || mode == FailureMode.Block);
        await EventsHarness.Eventually(() => _topics.Committed.GetValueOrDefault(Retries, 0) >= _topics.End(Retries));

        Assert.Equal("second", _calls.Last());
        Assert.Equal(0, group.Runtime.Context.Metrics.Saved + group.Runtime.Context.Metrics.Discarded);
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task Two_handlers_of_a_topic_are_retried_each_for_itself()
    {
        _topics.Append("events", "a", "bad");
        var other = KindsOfHandlers.Of("batch", (text, _) =>
        {
            _calls.Enqueue("other " + text);
            return Task.CompletedTask;
        }, options => options.OnFailure = FailureMode.RetryLater);
        await using var group = await Start(Handler("plain"), other);
        await EventsHarness.Eventually(() => _topics.End(Retries) == 1);
        await group.Handled(Zero, Retries);

        Assert.Equal(1, _calls.Count(c => c == "other bad"));
        Assert.Equal(2, _calls.Count(c => c.StartsWith("bad", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_put_off_for_a_handler_that_is_no_more_is_its_dead_letter()
    {
        Again("lost", TimeSpan.Zero, "gone");
        await using var group = await Start(Handler("plain"), Handler("batch"));
        await EventsHarness.Eventually(() => !_post.Records.IsEmpty);
        await group.Handled(Retries);

        var letter = Assert.Single(_post.Records);
        Assert.Equal(("events.group.dead-letter", "gone"), (letter.Topic, FakePost.Header(letter, DeadLetterHeaders.Handler)));
        Assert.Null(FakePost.Header(letter, DeadLetterHeaders.ReplayFor));
        Assert.Empty(_calls);
        Assert.Contains("no handler 'gone' of the topic any more", Assert.Single(_log.Of(LogEvents.EventSaved)));
    }

    [Theory]
    [InlineData(AutoOffsetReset.Earliest)]
    [InlineData(AutoOffsetReset.Latest)]
    [InlineData(AutoOffsetReset.Error)]
    public async Task What_was_put_off_before_its_topic_was_first_read_comes_wherever_the_group_starts_from(AutoOffsetReset startFrom)
    {
        Again("again", TimeSpan.Zero);
        var options = EventsHarness.Options();
        options.StartFrom = startFrom;
        await using var group = await EventsHarness.Start(
            _topics, [Handler("plain")], options, time: _time, loggers: _log, post: _post, senders: new ExactSenders(_post));
        group.Client.Assign(Retries);
        await EventsHarness.Eventually(() => !_calls.IsEmpty || group.Runtime.Problem is not null || _topics.Committed.ContainsKey(Retries));

        Assert.Null(group.Runtime.Problem);
        Assert.Single(_calls, c => c.StartsWith("again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_clock_ahead_has_put_off_waits_no_longer_than_the_longest_delay()
    {
        Again("again", TimeSpan.FromDays(1));
        await using var group = await Start(Handler("plain"));
        await EventsHarness.Eventually(() => !_calls.IsEmpty).WaitAsync(TimeSpan.FromSeconds(30));
        await group.Handled(Retries);
    }

    // In the retry topic, to be handled after a time.
    private void Again(string text, TimeSpan wait, string handler = "plain") => _topics.Append(Retries, "a"u8.ToArray(), Encoding.UTF8.GetBytes(text), new Headers
    {
        { DeadLetterHeaders.RetryAt, Encoding.UTF8.GetBytes((_time.GetUtcNow() + wait).ToString("O")) },
        { DeadLetterHeaders.ReplayFor, Encoding.UTF8.GetBytes("group/" + handler) },
    });

    private HandlerDefinition Handler(string kind, Action<HandlerOptions>? configure = null) => KindsOfHandlers.Of(kind, (text, context) =>
    {
        var names = string.Join(',', (context.Headers ?? []).Select(h => h.Key));
        _calls.Enqueue($"{text} {context.Topic} {context.Partition} {context.Offset} {context.Attempt} {names}");
        _times.Enqueue((text, context.Timestamp?.ToUnixTimeMilliseconds() ?? -1));
        return text == "bad" && (_always || context.Attempt == 1) ? throw new ArgumentException("not now") : Task.CompletedTask;
    }, options =>
    {
        (options.OnFailure, options.OnUndecodable) = (FailureMode.RetryLater, FailureMode.RetryLater);
        (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
        options.DontRetry<ArgumentException>();
        configure?.Invoke(options);
    });

    private async Task<EventsHarness> Start(params HandlerDefinition[] handlers)
    {
        var group = await EventsHarness.Start(_topics, handlers, time: _time, loggers: _log, post: _post, senders: new ExactSenders(_post));
        group.Client.Assign(Zero);
        group.Client.Assign(Retries);
        return group;
    }
}
