using System.Collections.Concurrent;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

/// <summary>One partition of a group of plain handlers, over a log that the test changes under it.</summary>
public sealed class PartitionConsumerTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly KafkaException Failed = new(ErrorCode.Local_Fail);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _handled = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_blocked_record_does_not_keep_others_from_being_handled()
    {
        Append("blocked", 1000);
        var options = EventsHarness.Options();
        options.MaxOutstanding = 100;
        await using var group = await Start(options);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _handled.Count == 1000);
        Assert.Null(group.Runtime.Problem);
        Assert.Equal(0, _topics.Committed.GetValueOrDefault(Zero));
        _gate.SetResult();
        await group.Handled(Zero);
    }

    [Fact]
    public async Task A_gap_at_its_bound_names_the_record_that_reading_waits_for()
    {
        Append("1", 5);
        Append("blocked", 1000);
        var options = EventsHarness.Options();
        (options.MaxOutstanding, options.MaxGap) = (10, 100);
        await using var group = await Start(options);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("events [0]: the record at offset 6 isn't finished", StringComparison.Ordinal) == true);
        Assert.InRange(_handled.Count, 100, 110);
        _gate.SetResult();
        await group.Handled(Zero);
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task A_look_at_the_topic_that_takes_long_is_no_pause_after_which_to_look_again()
    {
        var time = new StandingTime();
        await using var group = await Start(time: time);
        Append("1", 5_000);
        var asked = group.Client.TopicsAsked;
        var look = group.Client.TopicsGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Client.TopicsAsked > asked);
        time.Pass(TimeSpan.FromSeconds(1));
        group.Client.TopicsGate = null;
        look.SetResult();
        await group.Handled(Zero);
        Assert.Equal(asked + 1, group.Client.TopicsAsked);
    }

    [Fact]
    public async Task A_consumer_that_fails_loses_nothing_and_is_said_once_with_its_partition_and_cause()
    {
        Append("1", 100);
        var log = new LogLines();
        await using var group = await Start(log: log);
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        group.Client.QueueOf(Zero).FailNextRead = true;
        Append("2", 100);
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("events [0]: its consumer has failed", StringComparison.Ordinal) == true);
        Append("3", 100);
        await group.Handled(Zero);
        Assert.Equal(303, _handled.Distinct().Count());
        var line = Assert.Single(log.All, line => line.Level >= LogLevel.Warning);
        Assert.Equal((LogEvents.ConsumerFailed, LogLevel.Error), (line.Id, line.Level));
        Assert.StartsWith("Group group: the consumer of events [0] has failed: InvalidOperationException: ", line.Text);
        Assert.IsType<InvalidOperationException>(line.Exception);
    }

    [Fact]
    public async Task A_consumer_that_fails_at_its_first_read_begins_at_what_was_committed()
    {
        Append("1", 10);
        _topics.Committed[Zero] = 3;
        await using var group = await Start();
        group.Client.FailFirstRead = true;
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        Assert.Equal(8, _handled.Count);
    }

    [Fact]
    public async Task A_revocation_does_not_wait_for_a_record_that_backs_off()
    {
        Append("failing", 0);
        Append("1", 100);
        var options = EventsHarness.Options();
        options.DrainTimeout = TimeSpan.FromMinutes(5);
        await using var group = await Start(options);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => _handled.Count == 102);
        await group.Client.Revoke(Zero).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_lies_behind_the_last_record_is_no_lag()
    {
        Append("1", 9);
        _topics.Skip(Zero, 11);
        await using var group = await Start();
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.SingleOrDefault() is { Lag: 0, Watermark: 21 });
        Assert.Equal(10, _handled.Count);
        await EventsHarness.Eventually(() => _topics.Committed[Zero] == 21);
    }

    [Fact]
    public async Task Records_that_retention_removed_while_the_group_was_away_are_no_lag()
    {
        Append("1", 499);
        _topics.Committed[Zero] = 100;
        _topics.Trim(Zero, 500);
        var log = new RecordedLog();
        await using var group = await Start(log: log);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Partitions.All.SingleOrDefault() is { Lag: 0, Watermark: 500 });
        await EventsHarness.Eventually(() => log.Has("events [0]: its records 100 to 499 are gone from Kafka"));
    }

    [Fact]
    public async Task Records_that_retention_removes_while_they_are_read_are_told()
    {
        Append("1", 9);
        var log = new RecordedLog();
        var options = EventsHarness.Options();
        options.TopicCheckInterval = TimeSpan.FromMilliseconds(20);
        await using var group = await Start(options, log);
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        _topics.Skip(Zero, 90);
        _topics.Trim(Zero, 100);
        Append("2", 9);
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => log.Has("events [0]: its records 10 to 99 are gone from Kafka"));
        Assert.Equal(20, _handled.Count);
    }

    [Fact]
    public async Task Start_from_error_hands_over_nothing_behind_a_loss()
    {
        Append("1", 9);
        _topics.Committed[Zero] = 0;
        var options = EventsHarness.Options();
        options.StartFrom = AutoOffsetReset.Error;
        await using var group = await Start(options);
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        _topics.Skip(Zero, 90);
        _topics.Trim(Zero, 100);
        Append("2", 9);
        await EventsHarness.Eventually(
            () => group.Runtime.Problem?.Contains("events [0]: its records 10 to 99 are gone from Kafka", StringComparison.Ordinal) == true);
        Assert.Equal(10, _handled.Count);
    }

    [Fact]
    public async Task A_topic_made_again_is_read_from_its_beginning_though_its_log_is_long_enough()
    {
        Append("1", 99);
        await using var group = await Start();
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        // A topic can't be made again in less than a consumer takes for a pause.
        await Task.Delay(TimeSpan.FromMilliseconds(150));
        _topics.Recreate("events", 500);
        await EventsHarness.Eventually(() => _handled.Count(h => h.StartsWith("2.", StringComparison.Ordinal)) == 500);
        await group.Handled(Zero);
        Assert.Equal(600, _handled.Distinct().Count());
    }

    [Fact]
    public async Task Answers_of_an_earlier_opening_change_nothing()
    {
        Append("1", 99);
        _topics.Committed[Zero] = 10;
        var options = EventsHarness.Options();
        options.StartFrom = AutoOffsetReset.Latest;
        await using var group = await Start(options);
        group.Client.RangeAnswers.Enqueue(Failed);
        group.Client.SeekAnswers.Enqueue(Failed);
        group.Client.SeekAnswers.Enqueue(Failed);
        group.Client.Assign(Zero);
        await group.Handled(Zero);
        Assert.Equal(90, _handled.Count);
        Assert.Equal(90, _handled.Distinct().Count());
    }

    private Task<EventsHarness> Start(GroupOptions? options = null, ILoggerFactory? log = null, TimeProvider? time = null) =>
        EventsHarness.Start(_topics, [Handler()], options ?? EventsHarness.Options(), time: time, loggers: log);

    private PlainHandler<string> Handler() => new(
        "all", Topic.Text("events"),
        async (text, _) =>
        {
            if (text == "blocked") await _gate.Task;
            if (text == "failing" && _handled.Contains(text)) throw new InvalidOperationException("told to fail");
            _handled.Enqueue(text);
            if (text == "failing") throw new InvalidOperationException("told to fail");
        },
        new HandlerOptions { MinBackoff = TimeSpan.FromHours(1), MaxBackoff = TimeSpan.FromHours(1), Timeout = TimeSpan.FromHours(10) });

    /// <summary>Appends a record, and as many others behind it, each with a key of its own.</summary>
    private void Append(string first, int others)
    {
        _topics.Append("events", first, first);
        for (var i = 0; i < others; i++) _topics.Append("events", $"{first}.{i}", $"{first}.{i}");
    }

    /// <summary>Passes only when told to; its timers are the system's.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private long _passed = 1;

        public override long GetTimestamp() => Volatile.Read(ref _passed);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
