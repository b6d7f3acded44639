using Akka.Actor;

namespace Akka.Events.Committing.Internal;

/// <summary>State events and finished offsets in one row of the shard's journal: exactly once on the state.</summary>
internal sealed class JournalDurability(string group, JournalCommitterSettings settings) : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition)
    {
        return Props.Create(() => new JournalCommitter(group, shard, settings));
    }

    public static string PersistenceId(string group, int shard) => $"{group}/{shard}";
}
