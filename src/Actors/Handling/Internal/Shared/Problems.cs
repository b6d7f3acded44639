namespace Akka.Events.Handling.Internal.Shared;

/// <summary>What keeps a group, or a part of it, from working in this process. Safe from any thread.</summary>
internal sealed class Problems
{
    private readonly Dictionary<object, (string Text, bool Partial)> _problems = [];
    private volatile bool _any;

    /// <summary>All of them in one text, those of the whole first; null when there is none.</summary>
    public string? Text
    {
        get
        {
            if (!_any) return null;
            lock (_problems)
                return _problems.Count == 0 ? null
                    : string.Join(
                        "; ",
                        _problems.Values.Distinct().OrderBy(p => p.Partial).ThenBy(p => p.Text, StringComparer.Ordinal).Select(p => p.Text));
        }
    }

    /// <summary>There are some, and each of a part only: the rest goes on.</summary>
    public bool ArePartial
    {
        get
        {
            if (!_any) return false;
            lock (_problems) return _problems.Count > 0 && _problems.Values.All(p => p.Partial);
        }
    }

    /// <summary>Something doesn't work, until it is settled. False when just that has been reported before.</summary>
    /// <param name="of">What has the problem.</param>
    /// <param name="problem">What it is.</param>
    /// <param name="partial">It is a part of the group that doesn't go on (a key, a handler, a partition); the rest does.</param>
    public bool Report(object of, string problem, bool partial = false)
    {
        lock (_problems)
        {
            if (_problems.TryGetValue(of, out var before) && before == (problem, partial)) return false;
            _problems[of] = (problem, partial);
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
