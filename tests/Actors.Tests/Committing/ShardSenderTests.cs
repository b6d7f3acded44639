using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Sending;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>How a shard sends what its journal holds, step by step.</summary>
public sealed class ShardSenderTests : IAsyncLifetime, IOrderedSenders
{
    private readonly JumpingTime _time = new();
    private readonly List<(object Message, TimeSpan Wait)> _timers = [];
    private readonly List<(string Topic, string? Why)> _told = [];
    private readonly List<string> _did = [];
    private readonly Dictionary<string, SentMark> _marks = [];
    private readonly Dictionary<string, string> _refused = [];
    private Exception? _fails;
    private ActorSystem _system = null!;
    private Inbox _actor = null!;
    private ShardSender _sender = null!;

    public bool AreWaitedFor { get; set; }

    public bool AreExact => true;

    public Task InitializeAsync()
    {
        _system = ActorSystem.Create("sending");
        _actor = Inbox.Create(_system);
        _sender = new ShardSender(
            _actor.Receiver, (_, message, wait) => _timers.Add((message, wait)), this, "shard", _time, new Random(1),
            trouble => _told.Add((trouble.Topic, trouble.Why)));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Nothing_is_opened_before_there_is_something_to_send_and_what_was_sent_is_noted_once()
    {
        Begin();
        Assert.Empty(_did);
        _sender.Add(Row(5, "a", "b", "a"));
        await Answers(2);
        Assert.Equal(["open 9", "send a5:2 b5:1"], _did);
        Assert.Equal([("a", 5L), ("b", 5L)], _sender.TakeSent().Select(sent => (sent.Topic, sent.Through)));
        Assert.False(_sender.HasToNote);

        _time.Pass(TimeSpan.FromSeconds(31));
        Timer("Idle");
        await Did("close");
        _sender.Add(Row(6, "a"));
        await Answers(2);
        Assert.Equal(["open 9", "send a6:1"], _did[^2..]);
    }

    [Fact]
    public async Task What_a_former_owner_has_left_goes_first_but_for_what_it_has_sent()
    {
        _sender.Owners.Add(3, 1);
        _sender.Recover([Row(4, "a"), Row(5, "a", "b"), Row(6, "b")]);
        _marks["a"] = new SentMark(3, 5);
        var begun = Begin();
        _sender.Add(Row(8, "b"));
        var changed = await Answers(2);

        Assert.Equal(4, begun.Count);
        Assert.Equal(["open 9", "send b5:1 b6:1 b8:1"], _did);
        Assert.Equal(-5, changed);
        Assert.Equal([("a", 5L), ("b", 8L)], _sender.TakeSent().Select(sent => (sent.Topic, sent.Through)));
    }

    // The journal was restored from a copy: that owner has sent rows which it doesn't have, and what has their numbers now is something else.
    [Fact]
    public async Task A_known_owners_word_holds_for_the_rows_up_to_the_next_owners_first()
    {
        _sender.Owners.Add(3, 1);
        _sender.Owners.Add(4, 5);
        _sender.Recover([Row(4, "a"), Row(6, "a")]);
        _marks["a"] = new SentMark(3, 20);
        Begin();
        await Answers(2);
        Assert.Equal(["open 9", "send a6:1"], _did);
    }

    [Fact]
    public async Task An_unknown_owners_word_counts_for_nothing_once_the_present_owner_has_written_a_row_and_nothing_is_sent_before()
    {
        _sender.Recover([Row(4, "a")]);
        _marks["a"] = new SentMark(8, 20);
        Begin();
        await Answers(1);
        _sender.Add(Row(8, "a"));
        Assert.True(_sender.WantsProof);
        Assert.Equal(["open 9"], _did);

        Assert.True(_sender.TakeQuestion());
        Assert.False(_sender.WantsProof);
        Assert.Null(_sender.Proven());
        await Answers(1);
        Assert.Equal(["open 9", "send a4:1 a8:1"], _did);
    }

    [Fact]
    public async Task A_failure_costs_the_sender_and_all_is_sent_again_after_growing_waits_by_another()
    {
        Begin();
        _fails = new KafkaException(new Error(ErrorCode.Local_Fenced, "fenced"));
        _sender.Add(Row(5, "a"));
        await Answers(2);
        await Did("close");
        Assert.Equal("a", Assert.Single(_told).Topic);
        _sender.Add(Row(6, "a"));
        Assert.Equal(3, _did.Count);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.InRange(Timer("Again").TotalSeconds, 0.8 * (1 << attempt), 1.2 * (1 << attempt));
            await Answers(2);
        }
        Assert.Single(_told);

        _fails = null;
        Timer("Again");
        await Answers(2);
        Assert.Equal("send a5:1 a6:1", _did[^1]);
        Assert.Equal(("a", null), _told[^1]);
    }

    // The brokers had committed it, and their answer was lost.
    [Fact]
    public async Task A_topics_trouble_ends_when_its_mark_says_that_all_of_it_was_sent()
    {
        Begin();
        _fails = new KafkaException(new Error(ErrorCode.Local_TimedOut, "no answer"));
        _sender.Add(Row(10, "a"));
        await Answers(2);
        Assert.NotNull(Assert.Single(_told).Why);

        _fails = null;
        _marks["a"] = new SentMark(9, 10);
        Timer("Again");
        await Answers(1);
        Assert.Equal(("a", null), _told[^1]);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task A_topic_that_is_refused_waits_alone()
    {
        Begin();
        _refused["a"] = "may not.";
        _sender.Add(Row(5, "a", "b"));
        await Answers(2);
        Assert.Equal([("a", "may not.")], _told);
        await Answers(1);
        Assert.Equal(["open 9", "send a5:1 b5:1", "send b5:1"], _did);
        _sender.Add(Row(6, "a", "b"));
        await Answers(1);
        Assert.Equal("send b6:1", _did[^1]);

        _refused.Clear();
        Timer("Again");
        await Answers(1);
        Assert.Equal("send a5:1 a6:1", _did[^1]);
        Assert.Equal(("a", null), _told[^1]);
        Assert.Empty(_sender.Unsent);
    }

    [Fact]
    public async Task A_broker_that_doesnt_answer_is_told_of_before_the_client_gives_up()
    {
        Begin();
        _answers = new TaskCompletionSource();
        _sender.Add(Row(5, "a"));
        await Answers(1);
        _time.Pass(TimeSpan.FromSeconds(3));
        Timer("Look");
        Assert.Equal([("a", "no broker has acknowledged them yet")], _told);
        _answers.SetResult();
        await Answers(1);
        Assert.Equal(("a", null), _told[^1]);
    }

    [Fact]
    public async Task Who_has_had_a_sender_for_long_gives_it_up_to_those_who_wait_between_two_batches()
    {
        Begin();
        _sender.Add(Row(5, "a"));
        await Answers(2);
        AreWaitedFor = true;
        _sender.Add(Row(6, "a"));
        await Answers(1);
        Assert.DoesNotContain("close", _did);
        _time.Pass(TimeSpan.FromSeconds(2));
        _sender.Add(Row(7, "a"));
        await Answers(2);
        await Did("close");
        Assert.Equal(2, _did.Count(did => did == "open 9"));
    }

    [Fact]
    public async Task A_sender_that_was_opened_while_the_shard_ended_is_closed()
    {
        Begin();
        _answers = new TaskCompletionSource();
        _opens = _answers;
        _sender.Add(Row(5, "a"));
        _sender.End();
        _answers.SetResult();
        await Did("close");
    }

    private TaskCompletionSource? _answers, _opens;

    async Task<IOrderedSender> IOrderedSenders.Open(string name, int owner, CancellationToken cancellationToken)
    {
        Do($"open {owner}");
        if (_opens is not null) await _opens.Task;
        return new Sender(this);
    }

    private RecordsUnsent Begin()
    {
        _sender.Owners.Add(9, 7);
        return _sender.Begin(9);
    }

    private static OutgoingRow Row(long sequenceNr, params string[] topics) =>
        JournalBatchTests.Row(sequenceNr, [.. topics.Select(topic => new OutgoingRecord(topic, null, [1]))]);

    private TimeSpan Timer(string which)
    {
        var (message, wait) = _timers.Last(t => t.Message.ToString()!.StartsWith(which, StringComparison.Ordinal));
        _timers.Clear();
        _sender.On((SendMessage)message);
        return wait;
    }

    private async Task<int> Answers(int count)
    {
        var changed = 0;
        for (var i = 0; i < count; i++)
            changed += _sender.On(Assert.IsAssignableFrom<SendMessage>(await _actor.ReceiveAsync(EventsHarness.Patience)))?.Count ?? 0;
        return changed;
    }

    private Task Did(string what) => Testing.Eventually.True(() => { lock (_did) return _did.Contains(what); }, what);

    private void Do(string what)
    {
        lock (_did) _did.Add(what);
    }

    private sealed class Sender(ShardSenderTests test) : IOrderedSender
    {
        public Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> topics) =>
            Task.FromResult<IReadOnlyDictionary<string, SentMark>>(test._marks);

        public async Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts)
        {
            test.Do("send " + string.Join(' ', parts.Select(part => $"{part.Topic}{part.Number}:{part.Count}")));
            if (test._answers is not null) await test._answers.Task;
            if (test._fails is { } failure) throw failure;
            var refused = parts.Where(part => test._refused.ContainsKey(part.Topic)).Select(part => part.Topic).Distinct()
                .ToDictionary(topic => topic, topic => test._refused[topic]);
            // All or none.
            if (refused.Count > 0) return new SendOutcome(new Dictionary<string, long>(), refused);
            return new SendOutcome(parts.GroupBy(part => part.Topic).ToDictionary(t => t.Key, t => t.Last().Number), refused);
        }

        public ValueTask DisposeAsync()
        {
            test.Do("close");
            return ValueTask.CompletedTask;
        }
    }
}
