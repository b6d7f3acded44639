namespace Akka.Events.Torture.Checking;

/// <summary>
/// Holds a recorded history against what is promised: each published event of a key once and in order, but for what its log has lost
/// before; nothing else; handlers of a key one at a time in a process; and answers that are durable, that show what the answering process
/// had handled, and that never go back in one process.
/// </summary>
/// <remarks>
/// Answers of different processes may go back: a former owner that was frozen, or whose session has ended unnoticed, answers from what it
/// last knew (ADR 24). They are counted.
/// </remarks>
internal sealed class HistoryCheck
{
    private readonly History _history;
    private readonly List<string> _violations = [];
    private readonly Dictionary<(string Process, Source Source), long> _ended = [];

    private HistoryCheck(History history) => _history = history;

    /// <summary>What is wrong, all of it.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Events that aren't in the journal since their log had lost them.</summary>
    public int Gone { get; private set; }

    /// <summary>Answers behind an earlier one of another process.</summary>
    public int Stale { get; private set; }

    public static HistoryCheck Of(History history)
    {
        var check = new HistoryCheck(history);
        check.CheckAttempts();
        foreach (var key in history.Keys.Order(StringComparer.Ordinal)) check.CheckKey(key);
        check.CheckAnswers();
        return check;
    }

    private void CheckAttempts()
    {
        if (_history.Attempts is not { } attempts) return;
        foreach (var attempt in attempts)
        {
            if (_history.Published(attempt.Source.Topic, attempt.Key)?.Of(attempt.Number) != attempt.Source)
                Wrong($"{attempt.Key}: {attempt.Process} handled {attempt.Number} ({attempt.Source}), which was never published");
            var handled = (attempt.Process, attempt.Source);
            if (attempt.Ended != Attempt.Never) _ended[handled] = Math.Max(attempt.Ended, _ended.GetValueOrDefault(handled));
        }
        foreach (var runs in attempts.GroupBy(attempt => (attempt.Process, attempt.Key)))
        {
            Attempt? before = null;
            foreach (var run in runs.OrderBy(run => run.Begun))
            {
                if (before is not null && run.Begun < before.Ended)
                    Wrong($"{run.Key}: {run.Process} began {run.Number} ({run.Source}) while {before.Number} ({before.Source}) still ran");
                if (before is null || run.Ended > before.Ended) before = run;
            }
        }
    }

    private void CheckKey(string key)
    {
        var written = _history.Journal.GetValueOrDefault(key) ?? [];
        for (var index = 1; index < written.Count; index++)
            if (written[index].SequenceNr < written[index - 1].SequenceNr)
                Wrong($"{key}: the journal has {written[index]} behind {written[index - 1]}");
        foreach (var e in written)
        {
            if (_history.IndexOf(e.Source.Topic) < 0) Wrong($"{key}: {e} was never published");
            if (_history.Attempts is not null && !_ended.ContainsKey((e.Process, e.Source)))
                Wrong($"{key}: {e} is there, but no handler of {e.Process} has ended for it");
        }
        foreach (var topic in _history.Topics) CheckTopic(key, topic, written.Where(e => e.Source.Topic == topic));
        if (_history.Final.TryGetValue(key, out var final) && final != States(written)[^1])
            Wrong($"{key}: its entity says {final}, and its journal {States(written)[^1]}");
    }

    private void CheckTopic(string key, string topic, IEnumerable<Written> written)
    {
        var published = _history.Published(topic, key);
        var seen = new HashSet<long>();
        long last = 0;
        foreach (var e in written)
        {
            if (published?.Of(e.Number) != e.Source) Wrong($"{key}: {e} was never published");
            else if (!seen.Add(e.Number)) Wrong($"{key}: {e} is there twice");
            else if (e.Number < last) Wrong($"{key}: {e} is there after {last}");
            else last = e.Number;
        }
        for (var number = 1L; number <= published?.Count; number++)
        {
            if (seen.Contains(number)) continue;
            var source = published.Of(number)!.Value;
            if (MayBeGone(source, isLast: number == published.Count)) Gone++;
            else Wrong($"{key}: {number} ({source}) is lost");
        }
    }

    private bool MayBeGone(Source source, bool isLast) =>
        (_history.Compacted.Contains(source.Topic) && !isLast) || _history.Removals.Exists(removal => removal.Has(source));

    private void CheckAnswers()
    {
        var owned = OwnWrites();
        foreach (var answers in _history.Answers.GroupBy(answer => answer.Key))
        {
            var written = _history.Journal.GetValueOrDefault(answers.Key) ?? [];
            var states = States(written);
            foreach (var answer in answers)
            {
                if (answer.State.Count >= states.Length || states[answer.State.Count] != answer.State)
                    Wrong($"{answer.Key}: {answer.Process} answered {answer.State}, which never was durable");
                else if (Known(answer, written, owned) is var known && known > answer.State.Count)
                    Wrong($"{answer.Key}: {answer.Process} answered {answer.State}, but had known {written[(int)known - 1]}");
            }
            foreach (var ofOne in answers.GroupBy(answer => answer.Process))
                foreach (var (answer, before) in Backward(ofOne))
                    Wrong($"{answer.Key}: {answer.Process} answered {answer.State}, and {before} of them before");
            Stale += Backward(answers).Count();
        }
    }

    // Whoever writes to a shard has read all that others had written to it before.
    private Dictionary<(string Process, int Shard), List<(long Ended, long SequenceNr)>> OwnWrites() => _history.Journal.Values
        .SelectMany(written => written)
        .Where(e => _ended.ContainsKey((e.Process, e.Source)))
        .GroupBy(e => (e.Process, e.Source.Partition), e => (Ended: _ended[(e.Process, e.Source)], e.SequenceNr))
        .ToDictionary(writes => writes.Key, writes =>
        {
            long highest = 0;
            return writes.OrderBy(write => write.Ended)
                .Select(write => (write.Ended, highest = Math.Max(highest, write.SequenceNr))).ToList();
        });

    /// <summary>How many of the key's events the process must have known when it was asked.</summary>
    private long Known(Answer answer, IReadOnlyList<Written> written, Dictionary<(string, int), List<(long Ended, long SequenceNr)>> owned)
    {
        if (written.Count == 0 || !owned.TryGetValue((answer.Process, written[0].Source.Partition), out var own)) return 0;
        var before = own.BinarySearch((answer.Asked, 0), Comparer<(long Ended, long)>.Create((a, b) => a.Ended.CompareTo(b.Ended)));
        if (before < 0) before = ~before;
        var row = before == 0 ? 0 : own[before - 1].SequenceNr;
        for (var index = written.Count - 1; index >= 0; index--)
        {
            var e = written[index];
            var ended = _ended.GetValueOrDefault((e.Process, e.Source), Attempt.Never);
            if (e.Process == answer.Process ? ended < answer.Asked : e.SequenceNr < row) return index + 1;
        }
        return 0;
    }

    // Answers to questions that were asked after one with a higher count had been answered.
    private static IEnumerable<(Answer Answer, long Before)> Backward(IEnumerable<Answer> answers)
    {
        var byEnd = answers.OrderBy(answer => answer.Answered).ToArray();
        var (next, highest) = (0, 0L);
        foreach (var answer in byEnd.OrderBy(answer => answer.Asked))
        {
            for (; next < byEnd.Length && byEnd[next].Answered < answer.Asked; next++) highest = Math.Max(highest, byEnd[next].State.Count);
            if (answer.State.Count < highest) yield return (answer, highest);
        }
    }

    private LedgerState[] States(IReadOnlyList<Written> written)
    {
        var states = new LedgerState[written.Count + 1];
        states[0] = new LedgerState();
        for (var index = 0; index < written.Count; index++)
        {
            var e = written[index];
            states[index + 1] = states[index].With(e.Number, e.Source.Offset, Math.Max(0, _history.IndexOf(e.Source.Topic)));
        }
        return states;
    }

    private void Wrong(string what) => _violations.Add(what);
}
