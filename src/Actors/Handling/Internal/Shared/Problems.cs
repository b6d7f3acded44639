namespace Akka.Events.Handling.Internal.Shared;

/// <summary>What keeps a group, or a part of it, from working in this process. Safe from any thread.</summary>
internal sealed class Problems(Func<DateTimeOffset> now)
{
    private readonly Dictionary<object, Problem> _problems = [];
    private volatile bool _any;

    /// <summary>All of them, those of the whole group first.</summary>
    public IReadOnlyList<Problem> All
    {
        get
        {
            if (!_any) return [];
            lock (_problems)
                return [.. _problems.Values.OrderBy(p => p.Cause.IsPartial()).ThenBy(p => p.Text, StringComparer.Ordinal)];
        }
    }

    /// <summary>All of them in one text; null when there is none.</summary>
    public string? Text => All is { Count: > 0 } all ? string.Join("; ", all.Select(p => p.Text).Distinct(StringComparer.Ordinal)) : null;

    /// <summary>There are some, and each of a part only: the rest goes on.</summary>
    public bool ArePartial => All is { Count: > 0 } all && all.All(p => p.Cause.IsPartial());

    /// <summary>Something doesn't work, until it is settled. False when just that has been reported before.</summary>
    /// <param name="of">What has the problem.</param>
    /// <param name="cause">Why.</param>
    /// <param name="problem">What it is, and what to do.</param>
    public bool Report(object of, ProblemCause cause, string problem)
    {
        lock (_problems)
        {
            var before = _problems.GetValueOrDefault(of);
            if (before?.Cause == cause && before.Text == problem) return false;
            _problems[of] = new Problem(of, cause, problem, before?.Since ?? now());
            return _any = true;
        }
    }

    /// <summary>It works again. False when nothing had been reported.</summary>
    public bool Settle(object of) => _any && Settle(of.Equals);

    /// <summary>All that is meant works again, or is nobody's any more. False when nothing had been reported.</summary>
    public bool Settle(Func<object, bool> meant)
    {
        if (!_any) return false;
        lock (_problems)
        {
            var settled = _problems.Keys.Where(meant).ToArray();
            foreach (var problem in settled) _problems.Remove(problem);
            _any = _problems.Count > 0;
            return settled.Length > 0;
        }
    }
}
