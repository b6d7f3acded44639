using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>Dead letters, and what waits for them.</summary>
public sealed class DeadLetterTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly FakePost _post = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task A_dead_letter_has_its_records_bytes_and_headers_and_the_reason_behind_them()
    {
        byte[] value = [0, 255, 1];
        var headers = new Headers { { "ce_id", "id-1"u8.ToArray() }, { "none", null }, { "twice", [1] }, { "twice", [2] } };
        _topics.Append(Zero, null, value, headers);
        await using var group = await Start(Failing(new string('x', 1000)));
        await group.Handled(Zero);

        var letter = Assert.Single(_post.Records);
        Assert.Null(letter.Key);
        Assert.Equal(value, letter.Value);
        var all = letter.Headers!.Select(h => (h.Key, Value: h.GetValueBytes())).ToArray();
        Assert.Equal(["ce_id", "none", "twice", "twice"], all[..4].Select(h => h.Key));
        Assert.Equal(["id-1"u8.ToArray(), null, [1], [2]], all[..4].Select(h => h.Value));
        Assert.All(all[4..], h => Assert.StartsWith("dead-letter-", h.Key));
        Assert.Equal(501, FakePost.Header(letter, DeadLetterHeaders.Reason)!.Length);
        Assert.Contains("which goes to events.group.dead-letter, after 1 attempts", Assert.Single(_log.Of(LogEvents.EventSaved)));
    }

    [Fact]
    public async Task Without_its_topic_an_event_is_shown_and_not_acknowledged_others_go_on_and_it_arrives_when_the_topic_is_there()
    {
        _post.Refuse("writing to the topic isn't allowed.");
        AppendBad();
        await using var group = await Start(Handler("plain"));
        await EventsHarness.Eventually(() => _calls.Count == 3 && group.Runtime.Problem is not null);

        AssertShown(group);
        Assert.Equal(0, _topics.Committed.GetValueOrDefault(Zero, 0));
        _post.Refuse(null);
        await group.Handled(Zero);

        await AssertArrived(group);
    }

    [Fact]
    public async Task Of_entities_it_is_acknowledged_with_its_letter_in_the_journal_which_is_sent_when_the_topic_is_there()
    {
        _post.Refuse("writing to the topic isn't allowed.");
        AppendBad();
        await using var group = await Start(Handler("entity"));
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);

        AssertShown(group);
        _post.Refuse(null);
        await AssertArrived(group);
    }

    [Fact]
    public async Task A_partition_that_moves_doesnt_wait_for_a_topic_that_isnt_there_and_its_next_owner_saves_the_event()
    {
        _post.Refuse("it isn't there.");
        _topics.Append("events", "a", "bad");
        await using var group = await Start(Handler("plain"), Patient());
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience / 2);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        _post.Refuse(null);
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Single(_post.Records);
        Assert.Equal(["bad", "bad"], _calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_entitys_journal_holds_unsent_its_next_owner_sends_once_and_handles_nothing_again(bool checkpoint)
    {
        _post.Refuse("it isn't there.");
        AppendBad();
        var options = Patient();
        if (checkpoint) options.Checkpoint.MaxAge = TimeSpan.FromMilliseconds(50);
        await using var group = await Start(Handler("entity"), options);
        await group.Handled(Zero);
        if (checkpoint)
        {
            // Its snapshot holds them; the rows before it aren't read again.
            await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);
        }
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience / 2);
        Assert.Empty(_post.Records);
        group.Client.Assign(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        _post.Refuse(null);
        await EventsHarness.Eventually(() => _post.Records.Count == 1 && group.Runtime.Problem is null);
        var tried = _post.Tried.Count;

        for (var move = 0; move < 2; move++)
        {
            // Its batch notes that the letter is sent, if no row of its own has.
            _topics.Append("events", "a", $"after {move}");
            await group.Handled(Zero);
            await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience / 2);
            group.Client.Assign(Zero);
        }
        _topics.Append("events", "a", "last");
        await group.Handled(Zero);

        Assert.Equal(tried, _post.Tried.Count);
        Assert.Equal(1, _calls.Count(c => c == "bad"));
        Assert.Equal("events-0-0/group/entity", FakePost.Header(_post.Records.Single(), DeadLetterHeaders.Id));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task An_event_that_is_replayed_for_one_handler_passes_by_all_others(string kind)
    {
        foreach (var target in new[] { "group/other", "others/" + kind, "group/" + kind })
            _topics.Append(Zero, "a"u8.ToArray(), Encoding.UTF8.GetBytes(target), new Headers { { "ce_id", null }, { DeadLetterHeaders.ReplayFor, Encoding.UTF8.GetBytes(target) } });
        await using var group = await Start(Handler(kind));
        await group.Handled(Zero);

        Assert.Equal(["group/" + kind], _calls);
    }

    [Fact]
    public async Task Beyond_so_many_letters_unsent_events_wait_instead_of_the_journal()
    {
        _post.Refuse("it isn't there.");
        const int most = 1000, all = most + 100;
        var options = EventsHarness.Options();
        options.MaxUnsent = most;
        for (var i = 0; i < all; i++) _topics.Append("events", $"key-{i}", "bad");
        await using var group = await Start(Handler("entity"), options);
        await EventsHarness.Eventually(() => _calls.Count == all && _topics.Committed.GetValueOrDefault(Zero, 0) > 0);
        await group.Ask<KindsOfHandlers.Handling, Count>("key-0", new GetCount());
        await EventsHarness.Eventually(() => group.Runtime.Context.Problems.All.Any(problem => problem.Cause == ProblemCause.EventsHeld));

        Assert.InRange(_topics.Committed.GetValueOrDefault(Zero, 0), 1, most);
        _post.Refuse(null);
        await group.Handled(Zero);
        await EventsHarness.Eventually(() => _post.Records.Count == all);
        Assert.Equal(all, _calls.Count);
    }

    private void AppendBad()
    {
        foreach (var (key, text) in new[] { ("a", "bad"), ("a", "a2"), ("b", "b1") }) _topics.Append("events", key, text);
    }

    private void AssertShown(EventsHarness group)
    {
        var problem = Assert.Single(group.Runtime.Context.Problems.All);
        Assert.Equal((ProblemCause.LettersWait, true), (problem.Cause, problem.Cause.IsPartial()));
        Assert.Equal(
            "dead letters can't be written to 'events.group.dead-letter': writing to the topic isn't allowed. None is lost, and it is tried again",
            problem.Text);
        Assert.Single(_log.Of(LogEvents.LettersWait));
    }

    private async Task AssertArrived(EventsHarness group)
    {
        await EventsHarness.Eventually(() => group.Runtime.Problem is null && _post.Records.Count == 1);
        Assert.Single(_log.Of(LogEvents.LettersGoOn));
        Assert.Equal(["a2", "b1", "bad"], _calls.Order());
    }

    private static GroupOptions Patient()
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.DrainTimeout = EventsHarness.Patience;
        return options;
    }

    private HandlerDefinition Failing(string why) => KindsOfHandlers.Of(
        "plain", (_, _) => throw new InvalidOperationException(why), options => options.Timeout = TimeSpan.FromMilliseconds(1))
        .Saving();

    private HandlerDefinition Handler(string kind) => KindsOfHandlers.Of(kind, (text, _) =>
    {
        _calls.Enqueue(text);
        return text == "bad" ? throw new ArgumentException("never works") : Task.CompletedTask;
    }, options => options.DontRetry<ArgumentException>()).Saving();

    private async Task<EventsHarness> Start(HandlerDefinition handler, GroupOptions? options = null)
    {
        var group = await EventsHarness.Start(_topics, [handler], options, loggers: _log, post: _post);
        group.Client.Assign(Zero);
        return group;
    }
}
