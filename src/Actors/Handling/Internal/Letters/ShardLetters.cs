using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>Tells of a shard's dead letters that don't get through. Used on the shard's turn only.</summary>
internal sealed class ShardLetters(GroupContext group, int shard, string? topic, string name, ILogger log)
{
    private readonly HashSet<string> _troubled = new(StringComparer.Ordinal);

    public void On(LetterTrouble trouble)
    {
        if (trouble.Why is null)
        {
            if (!_troubled.Remove(trouble.Topic)) return;
            HandlingLog.LettersGoOn(log, group.Name, name, trouble.Topic);
            group.Problems.Settle(ProblemOf(trouble.Topic));
            return;
        }
        _troubled.Add(trouble.Topic);
        var why = trouble.Why.TrimEnd('.');
        // The same for all shards: it is said once.
        var problem = $"dead letters can't be written to '{trouble.Topic}': {why}. None is lost, and it is tried again";
        if (group.Problems.Report(ProblemOf(trouble.Topic), ProblemCause.LettersWait, problem))
            HandlingLog.LettersWait(log, group.Name, name, problem);
    }

    /// <summary>The shard ends.</summary>
    public void End()
    {
        foreach (var letters in _troubled) group.Problems.Settle(ProblemOf(letters));
        _troubled.Clear();
    }

    private ShardProblem ProblemOf(string letters) => ShardProblem.Letters(shard, letters, topic);
}
