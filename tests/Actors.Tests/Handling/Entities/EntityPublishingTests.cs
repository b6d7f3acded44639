using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Persistence.Internal;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

/// <summary>What entities publish.</summary>
public sealed class EntityPublishingTests
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly Topic<string> Events = Topic.Text("events");
    private static readonly Topic<string> Copies = Topic.Text("copies", key: text => text.Split(' ')[0]);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly FakePost _post = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task What_an_entity_publishes_is_sent_when_it_is_durable_in_order_with_an_id_of_the_event_it_comes_of()
    {
        for (var i = 0; i < 200; i++) _topics.Append("events", $"k{i % 7}", $"{i}");
        await using var group = await Start();
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == 400);

        foreach (var key in _post.Records.GroupBy(record => Text(record.Key)))
        {
            var numbers = key.Select(record => int.Parse(Text(record.Value).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }
        var ids = _post.Records.Select(record => FakePost.Header(record, "ce_id")).ToHashSet();
        Assert.Equal(400, ids.Count);
        Assert.Contains("events-0-0/group/copier/0", ids);
        Assert.Contains("events-0-199/group/copier/1", ids);
        Assert.True(_post.Made.ContainsKey("copies"));
    }

    [Fact]
    public async Task A_handler_that_fails_has_published_nothing_and_what_cant_be_encoded_is_its_failure()
    {
        _topics.Append("events", "a", "fail once");
        _topics.Append("events", "a", "null");
        _topics.Append("events", "a", "last");
        await using var group = await Start(options =>
        {
            options.DontRetry<PublishException>();
            options.OnFailure = FailureMode.Save;
        });
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == 5);

        Assert.Equal(["a fail once", "a fail once", "a last", "a last"], _post.Records.Where(r => r.Topic == "copies").Select(r => Text(r.Value)));
        var letter = Assert.Single(_post.Records, record => record.Topic == "events.group.dead-letter");
        Assert.Contains("null is no event", FakePost.Header(letter, DeadLetterHeaders.Reason), StringComparison.Ordinal);
        Assert.Equal(2, await group.Ask<Copier, int>("a", new GetCount()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_committed_and_not_sent_the_next_owner_sends_before_anything_new_and_once(bool checkpoint)
    {
        _post.Refuse("it isn't there.");
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        if (checkpoint) options.Checkpoint.MaxAge = TimeSpan.FromMilliseconds(50);
        for (var i = 0; i < 5; i++) _topics.Append("events", "a", $"{i}");
        await using var group = await Start(groupOptions: options);
        await group.Handled(Zero);
        if (checkpoint) await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);
        await EventsHarness.Eventually(() => group.Runtime.Context.Problems.All.Any(p => p.Cause == ProblemCause.EventsWait));
        Assert.Contains("what entities have published can't be sent to 'copies': it isn't there. None is lost", group.Runtime.Problem, StringComparison.Ordinal);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience / 2);
        Assert.Empty(_post.Records);

        _post.Refuse(null);
        group.Client.Assign(Zero);
        _topics.Append("events", "a", "new");
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == 12);
        Assert.Equal(
            ["0", "0", "1", "1", "2", "2", "3", "3", "4", "4", "new", "new"], _post.Records.Select(record => Text(record.Value).Split(' ')[1]));
    }

    [Fact]
    public async Task While_nothing_can_be_sent_events_go_on_up_to_a_bound_each_key_in_order_and_all_heals()
    {
        _post.Refuse("no broker.");
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.MaxUnsent = 100;
        for (var i = 0; i < 300; i++) _topics.Append("events", $"k{i % 3}", i % 5 == 0 ? "quiet" : $"{i}");
        await using var group = await Start(groupOptions: options);
        await EventsHarness.Eventually(() => group.Runtime.Context.Problems.All.Any(p => p.Cause == ProblemCause.EventsHeld));

        Assert.InRange(_topics.Committed.GetValueOrDefault(Zero, 0), 0, 100);
        _post.Refuse(null);
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == 480 && group.Runtime.Problem is null);
        Assert.Equal(100, await group.Ask<Copier, int>("k0", new GetCount()));
        foreach (var key in _post.Records.GroupBy(record => Text(record.Key)))
        {
            var numbers = key.Select(record => int.Parse(Text(record.Value).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task A_topic_that_cant_be_written_to_holds_up_its_own_events_only()
    {
        _post.Before = record => record.Topic == "bad"
            ? Task.FromException(new PublishException("bad", ErrorCode.TopicAuthorizationFailed, "may not.")) : Task.CompletedTask;
        for (var i = 0; i < 20; i++) _topics.Append("events", "a", $"{i} both");
        await using var group = await Start();
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == 40 && group.Runtime.Problem is not null);

        _post.Before = null;
        await EventsHarness.Eventually(() => _post.Records.Count == 60 && group.Runtime.Problem is null);
        Assert.Equal(Enumerable.Range(0, 20), _post.Records.Where(r => r.Topic == "bad").Select(r => int.Parse(Text(r.Value).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);

    private async Task<EventsHarness> Start(Action<HandlerOptions>? handler = null, GroupOptions? groupOptions = null, EventStore? store = null)
    {
        var entity = EventsHarness.Entity<Copier, int>(options => handler?.Invoke(options.Handler));
        var group = await EventsHarness.Start(_topics, [entity], groupOptions, loggers: _log, post: _post, store: store);
        group.Client.Assign(Zero);
        return group;
    }

    internal sealed record GetCount;

    internal sealed record Copied;

    /// <summary>Publishes each event twice, and counts.</summary>
    internal sealed class Copier : EntityActor<int>
    {
        private static readonly Topic<string> Bad = Topic.Text("bad");
        private static readonly ConcurrentDictionary<string, bool> Failed = new();

        public Copier()
        {
            On(Events, text =>
            {
                Persist(new Copied());
                if (text == "quiet") return;
                Publish(Copies, $"{Key} {text}");
                if (text == "null") Publish(Copies, null!);
                if (text == "fail once" && Failed.TryAdd(text, true)) throw new InvalidOperationException("once");
                Publish(Copies, $"{Key} {text}");
                if (text.EndsWith("both", StringComparison.Ordinal)) Publish(Bad, $"{Key} {text}", Key);
            });
            Apply<Copied>((count, _) => count + 1);
            Query<GetCount, int>(_ => State);
        }
    }
}
