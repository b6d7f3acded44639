using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Committing.Internal;

/// <summary>State events, published events, dead letters and finished offsets in one row of the shard's journal: exactly once on the state.</summary>
internal sealed class JournalDurability(string group, JournalCommitterSettings settings) : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition)
    {
        return Props.Create(() => new JournalCommitter(group, shard, settings));
    }

    /// <summary>They are in the row of their records, and sent behind it.</summary>
    public override bool CommitsLetters => true;

    public override Task Save(Effects effects) => throw new NotSupportedException("letters are part of the batch");

    public static string PersistenceId(string group, int shard) => $"{group}/{shard}";

    /// <summary>What a shard's records are sent under, in Kafka: whoever has the same name takes over.</summary>
    public static string SenderName(string group, int shard) => $"akka-events-shard-{group}-{shard}";
}
