using Akka.Actor.Setup;

namespace Akka.Events.Persistence.Internal;

/// <summary>Is asked and told what the journal in memory writes: for tests, in which a process dies at a chosen step.</summary>
/// <param name="mayWrite">Before a write: the shard's persistence id, and whether records are finished with it. False where nothing is to be written any more.</param>
/// <param name="written">Behind a write that records are finished with.</param>
internal sealed class CommitWatch(Func<string, bool, bool> mayWrite, Action written) : Setup
{
    public bool MayWrite(string persistenceId, bool commits) => mayWrite(persistenceId, commits);

    public void Written() => written();
}
