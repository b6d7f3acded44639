using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Operating.Internal;

/// <summary>
/// Which problems of a group are worth a line in the log now: those that have lasted a while, once, and again after waits that double; and
/// those of which that was said and that are gone. No I/O.
/// </summary>
internal sealed class ProblemPace
{
    /// <summary>Whoever meets a problem may have logged it already; what passes by itself isn't said again.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Dictionary<object, Said> _said = [];

    public IReadOnlyList<Line> Look(DateTimeOffset now, IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0 && _said.Count == 0) return [];
        var lines = new List<Line>();
        foreach (var (of, said) in _said.ToArray())
        {
            if (problems.Any(p => p.Of.Equals(of) && p.Cause == said.Problem.Cause)) continue;
            _said.Remove(of);
            lines.Add(new Line(said.Problem, now - said.Problem.Since, IsGone: true));
        }
        foreach (var problem in problems)
        {
            var lasted = now - problem.Since;
            if (_said.TryGetValue(problem.Of, out var said))
            {
                if (now < said.Next) continue;
                var wait = said.Wait * 2 < LongestWait ? said.Wait * 2 : LongestWait;
                _said[problem.Of] = new Said(problem, wait, now + wait);
            }
            else
            {
                if (lasted < Lasting) continue;
                _said[problem.Of] = new Said(problem, FirstWait, now + FirstWait);
            }
            lines.Add(new Line(problem, lasted, IsGone: false));
        }
        return lines;
    }

    /// <summary>
    /// The same with one line for what many shards say of one trouble: a store that is away is away for all of them. The first says how many more
    /// there are.
    /// </summary>
    public static IReadOnlyList<Line> Fold(IReadOnlyList<Line> lines)
    {
        if (lines.Count < 2) return lines;
        return
        [
            .. lines.Where(line => !IsOfStore(line.Problem.Cause)),
            .. from line in lines
               where IsOfStore(line.Problem.Cause)
               group line by (line.Problem.Cause, line.IsGone) into alike
               let first = alike.MaxBy(line => line.Lasted)
               select alike.Count() == 1 ? first : first with { Problem = WithOthers(first.Problem, alike.Count() - 1) },
        ];
    }

    private static bool IsOfStore(ProblemCause cause) =>
        cause is ProblemCause.JournalUnavailable or ProblemCause.StatesUnavailable or ProblemCause.CheckpointFails or ProblemCause.ShardNotOpen;

    private static Problem WithOthers(Problem problem, int others) =>
        problem with { Text = $"{problem.Text} (and {others} more {(others == 1 ? "shard" : "shards")})" };

    internal readonly record struct Line(Problem Problem, TimeSpan Lasted, bool IsGone);

    private readonly record struct Said(Problem Problem, TimeSpan Wait, DateTimeOffset Next);
}
