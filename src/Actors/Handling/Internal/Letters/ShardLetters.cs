using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>Tells of what a shard has for other topics, dead letters or published events, and that doesn't get through. Used on the shard's turn only.</summary>
internal sealed class ShardLetters(GroupContext group, int shard, string? topic, string name, ILogger log)
{
    private readonly HashSet<string> _troubled = new(StringComparer.Ordinal);
    private bool _holds;

    public void On(LetterTrouble trouble)
    {
        if (trouble.Why is null)
        {
            if (!_troubled.Remove(trouble.Topic)) return;
            if (IsOfLetters(trouble.Topic)) HandlingLog.LettersGoOn(log, group.Name, name, trouble.Topic);
            else HandlingLog.EventsGoOn(log, group.Name, name, trouble.Topic);
            group.Problems.Settle(ProblemOf(trouble.Topic));
            return;
        }
        _troubled.Add(trouble.Topic);
        var why = trouble.Why.TrimEnd('.');
        // The same for all shards: it is said once.
        if (!IsOfLetters(trouble.Topic))
        {
            var waits = $"what entities have published can't be sent to '{trouble.Topic}': {why}. None is lost, and it is tried again";
            if (group.Problems.Report(ProblemOf(trouble.Topic), ProblemCause.EventsWait, waits))
                HandlingLog.EventsWait(log, group.Name, name, waits);
            return;
        }
        var problem = $"dead letters can't be written to '{trouble.Topic}': {why}. None is lost, and it is tried again";
        if (group.Problems.Report(ProblemOf(trouble.Topic), ProblemCause.LettersWait, problem))
            HandlingLog.LettersWait(log, group.Name, name, problem);
    }

    /// <summary>Whether events wait for what can't be sent.</summary>
    public void Hold(bool holds)
    {
        holds &= _troubled.Count > 0;
        if (holds == _holds) return;
        _holds = holds;
        if (!holds)
        {
            group.Problems.Settle(ShardProblem.Unsent(shard));
            return;
        }
        var problem = $"as much waits to be sent as may (max-unsent, max-unsent-bytes), and events that lead to more wait with their keys: "
            + $"{string.Join(", ", _troubled.Order().Select(topic => $"'{topic}'"))} can't be written to";
        if (group.Problems.Report(ShardProblem.Unsent(shard), ProblemCause.EventsHeld, problem)) HandlingLog.EventsWait(log, group.Name, name, problem);
    }

    /// <summary>The shard ends.</summary>
    public void End()
    {
        Hold(false);
        foreach (var letters in _troubled) group.Problems.Settle(ProblemOf(letters));
        _troubled.Clear();
    }

    private bool IsOfLetters(string to) => LetterPost.IsOfLetters(to, group.Name);

    private ShardProblem ProblemOf(string letters) => ShardProblem.Letters(shard, letters, topic);
}
