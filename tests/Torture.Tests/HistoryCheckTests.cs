using Akka.Events.Torture.Checking;
using Xunit;

namespace Akka.Events.Torture.Tests;

/// <summary>Histories made by hand: the good ones pass, and in each bad one the fault is found.</summary>
public sealed class HistoryCheckTests
{
    private const string Topic = "numbers", Second = "more-numbers", Key = "k1", A = "1.1", B = "2.1";

    private readonly History _history = new(Topic, Second);
    private readonly List<Written> _written = [];
    private long _now;
    private long _row;

    public HistoryCheckTests() => _history.Journal[Key] = _written;

    [Fact]
    public void A_good_history_passes()
    {
        Publish(5);
        foreach (var number in Enumerable.Range(1, 3)) Handle(A, number);
        Answer(A, 3);
        foreach (var number in Enumerable.Range(4, 2)) Handle(B, number);
        Answer(B, 5);
        _history.Final[Key] = State(5);
        Assert.Empty(Violations());
    }

    [Fact]
    public void Events_of_two_topics_may_come_in_any_mixture()
    {
        Publish(3);
        Publish(2, Second);
        Handle(A, 1);
        Handle(A, 1, Second);
        Handle(A, 2);
        Handle(A, 3);
        Handle(A, 2, Second);
        Answer(A, 5);
        Assert.Empty(Violations());
    }

    [Fact]
    public void A_lost_event_is_found()
    {
        Publish(3);
        Handle(A, 1);
        Handle(A, 3);
        Assert.Contains("k1: 2 (numbers [0] @12) is lost", Violations());
    }

    [Fact]
    public void The_last_events_lost_are_found()
    {
        Publish(2);
        Assert.Equal(2, Violations().Count(violation => violation.EndsWith("is lost", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_doubled_event_is_found()
    {
        Publish(2);
        Handle(A, 1);
        Handle(A, 2);
        Handle(B, 2);
        Assert.Contains("is there twice", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_events_are_found()
    {
        Publish(3);
        Handle(A, 2);
        Handle(A, 1);
        Handle(A, 3);
        Assert.Contains("is there after 2", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 14)] // a number that was never given
    [InlineData(2, 99)] // a number at another place
    public void An_invented_event_is_found(int number, long offset)
    {
        Publish(3);
        foreach (var each in Enumerable.Range(1, 3).Where(each => each != number)) Handle(A, each);
        Handle(A, number, new Source(Topic, 0, offset));
        Assert.Contains(Violations(), violation => violation.Contains("was never published", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_that_no_handler_has_ended_for_is_found()
    {
        Publish(1);
        _history.Attempts!.Add(new Attempt(A, Key, 1, SourceOf(1), ++_now, Attempt.Never));
        Write(A, 1);
        Assert.Contains("no handler of 1.1 has ended for it", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_of_a_key_that_run_at_once_in_a_process_are_found()
    {
        Publish(2);
        Attempted(A, 1, begun: 10, ended: 20);
        Attempted(A, 2, begun: 15, ended: 30);
        Write(A, 1);
        Write(A, 2);
        Assert.Contains("while 1 (numbers [0] @11) still ran", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_of_a_key_may_run_at_once_in_two_processes()
    {
        Publish(2);
        Attempted(A, 1, begun: 10, ended: 20);
        Attempted(B, 1, begun: 15, ended: 30);
        Attempted(B, 2, begun: 31, ended: 40);
        Write(B, 1);
        Write(B, 2);
        Assert.Empty(Violations());
    }

    [Fact]
    public void What_was_deleted_before_it_was_handled_isnt_missed_and_what_was_handled_before_is()
    {
        Publish(4);
        Handle(A, 1);
        Handle(A, 4);
        _history.Removals.Add(new Removal(Topic, 0, From: 13, Below: 14));
        Assert.Contains("2 (numbers [0] @12) is lost", Assert.Single(Violations()), StringComparison.Ordinal);
        _history.Removals.Add(new Removal(Topic, 0, From: 12, Below: 14));
        Assert.Empty(Violations());
        Assert.Equal(2, HistoryCheck.Of(_history).Gone);
    }

    [Fact]
    public void Of_a_compacted_topic_all_but_the_last_may_be_gone()
    {
        _history.Compacted.Add(Second);
        Publish(3, Second);
        Handle(A, 1, Second);
        Handle(A, 3, Second);
        Assert.Empty(Violations());
        _written.RemoveAt(1);
        Assert.Contains("3 (more-numbers [0] @23) is lost", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_was_never_true_is_found()
    {
        Publish(2);
        Handle(A, 1);
        Handle(A, 2);
        _history.Answers.Add(new Answer(Key, A, ++_now, ++_now, State(2) with { Trace = 1 }));
        Assert.Contains("never was durable", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_beyond_the_journal_is_found()
    {
        Publish(2);
        Handle(A, 1);
        Handle(A, 2);
        Answer(A, 2);
        _written.RemoveAt(1);
        Assert.Contains(Violations(), violation => violation.Contains("never was durable", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_that_goes_back_in_one_process_is_found()
    {
        Publish(2);
        Handle(B, 1);
        Handle(B, 2);
        Answer(A, 2);
        Answer(A, 1);
        Assert.Contains("and 2 of them before", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_cross_may_come_in_any_order()
    {
        Publish(1);
        Handle(B, 1);
        _history.Answers.Add(new Answer(Key, A, Asked: 100, Answered: 110, State(1)));
        _history.Answers.Add(new Answer(Key, A, Asked: 105, Answered: 120, State(0)));
        Assert.Empty(Violations());
    }

    [Fact]
    public void An_answer_without_what_its_process_had_handled_is_found()
    {
        Publish(2);
        Handle(A, 1);
        Handle(A, 2);
        Answer(A, 1);
        Assert.Contains("but had known 2", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_without_what_others_had_written_before_its_process_wrote_to_the_shard_is_found()
    {
        Publish(1);
        Publish(1, key: "k2");
        Handle(B, 1);
        _history.Journal["k2"] = [new Written(1, SourceOf(1, Topic, "k2"), A, ++_row)];
        Attempted(A, 1, begun: ++_now, ended: ++_now, key: "k2");
        Answer(A, 0);
        Assert.Contains("but had known 1", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_former_owner_may_answer_what_it_last_knew()
    {
        Publish(2);
        Handle(A, 1);
        Handle(B, 2);
        Answer(B, 2);
        Answer(A, 1);
        Assert.Empty(Violations());
        Assert.Equal(1, HistoryCheck.Of(_history).Stale);
    }

    [Fact]
    public void An_entity_that_differs_from_its_journal_is_found()
    {
        Publish(1);
        Handle(A, 1);
        _history.Final[Key] = State(0);
        Assert.Contains("its entity says", Assert.Single(Violations()), StringComparison.Ordinal);
    }

    private IReadOnlyList<string> Violations() => HistoryCheck.Of(_history).Violations;

    private void Publish(int count, string topic = Topic, string key = Key)
    {
        for (var number = 1; number <= count; number++) _history.Publish(topic, key, 0, SourceOf(number, topic, key).Offset);
    }

    private void Handle(string process, int number, string topic = Topic) => Handle(process, number, SourceOf(number, topic));

    private void Handle(string process, int number, Source source)
    {
        _history.Attempts!.Add(new Attempt(process, Key, number, source, ++_now, ++_now));
        _written.Add(new Written(number, source, process, ++_row));
    }

    private void Attempted(string process, int number, long begun, long ended, string key = Key) =>
        _history.Attempts!.Add(new Attempt(process, key, number, SourceOf(number, Topic, key), begun, ended));

    private void Write(string process, int number) => _written.Add(new Written(number, SourceOf(number), process, ++_row));

    // Asked after all that has happened so far, and answered with the state behind so many of the journal's events.
    private void Answer(string process, int count) => _history.Answers.Add(new Answer(Key, process, ++_now, ++_now, State(count)));

    private LedgerState State(int count) => _written.Take(count)
        .Aggregate(new LedgerState(), (state, e) => state.With(e.Number, e.Source.Offset, e.Source.Topic == Topic ? 0 : 1));

    private static Source SourceOf(int number, string topic = Topic, string key = Key) =>
        new(topic, 0, (topic == Topic ? 10 : 20) + number + (key == Key ? 0 : 100));
}
