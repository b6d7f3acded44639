using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;

namespace Akka.Events.Committing.Internal;

/// <summary>State events and finished offsets in one row of the shard's journal: exactly once on the state.</summary>
internal sealed class JournalDurability(string group, JournalCommitterSettings settings, LetterPost letters) : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition)
    {
        return Props.Create(() => new JournalCommitter(group, shard, settings));
    }

    public override Task Save(Effects effects) => letters.Send(effects.Letter!);

    public static string PersistenceId(string group, int shard) => $"{group}/{shard}";
}
