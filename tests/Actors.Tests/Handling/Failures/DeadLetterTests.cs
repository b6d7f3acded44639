using System.Collections.Concurrent;
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

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task Without_its_topic_an_event_is_shown_and_not_acknowledged_others_go_on_and_it_arrives_when_the_topic_is_there(string kind)
    {
        _post.Refuse("writing to the topic isn't allowed.");
        foreach (var (key, text) in new[] { ("a", "bad"), ("a", "a2"), ("b", "b1") }) _topics.Append("events", key, text);
        await using var group = await Start(Handler(kind));
        await EventsHarness.Eventually(() => _calls.Count == 3 && group.Runtime.Problem is not null);

        Assert.Equal(
            "dead letters can't be written to 'events.group.dead-letter': writing to the topic isn't allowed. Their events wait, and are kept; it is tried again",
            group.Runtime.Problem);
        var problem = Assert.Single(group.Runtime.Context.Problems.All);
        Assert.Equal((ProblemCause.LettersWait, true), (problem.Cause, problem.Cause.IsPartial()));
        Assert.Equal(0, _topics.Committed.GetValueOrDefault(Zero, 0));
        Assert.Single(_log.Of(LogEvents.LettersWait));
        _post.Refuse(null);
        await group.Handled(Zero);

        Assert.Single(_post.Records);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        Assert.Single(_log.Of(LogEvents.LettersGoOn));
        Assert.Equal(["a2", "b1", "bad"], _calls.Order());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("entity")]
    public async Task A_partition_that_moves_doesnt_wait_for_a_topic_that_isnt_there_and_its_next_owner_saves_the_event(string kind)
    {
        _post.Refuse("it isn't there.");
        _topics.Append("events", "a", "bad");
        var options = EventsHarness.Options();
        options.DrainTimeout = EventsHarness.Patience;
        await using var group = await Start(Handler(kind), options);
        await EventsHarness.Eventually(() => group.Runtime.Problem is not null);
        await group.Client.Revoke(Zero).WaitAsync(EventsHarness.Patience / 2);
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        _post.Refuse(null);
        group.Client.Assign(Zero);
        await group.Handled(Zero);

        Assert.Single(_post.Records);
        Assert.Equal(["bad", "bad"], _calls);
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
