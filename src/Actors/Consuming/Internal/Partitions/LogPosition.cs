using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>Where reading goes on when the client has no position in a log, or one that the log doesn't have.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="Anew">Offsets begin again: nothing that was finished before is of this log.</param>
/// <param name="Loss">What Kafka no longer has of that which the group has not handled; null for nothing.</param>
/// <param name="Problem">Why the partition can't be read; null when it can.</param>
internal readonly record struct LogPosition(long Offset, bool Anew = false, string? Loss = null, string? Problem = null)
{
    /// <param name="position">The next offset of the group; -1 when it has none.</param>
    /// <param name="low">The log's first offset.</param>
    /// <param name="high">The offset behind the log's last.</param>
    /// <param name="startFrom">Where a group without an offset begins; with Error every other position than one in the log is a
    /// problem.</param>
    /// <param name="entities">Whether a state stands on the offsets.</param>
    public static LogPosition Of(long position, long low, long high, AutoOffsetReset startFrom, bool entities)
    {
        if (position < 0)
            return startFrom switch
            {
                AutoOffsetReset.Earliest => new(low),
                AutoOffsetReset.Latest => new(high),
                _ => new(0, Problem: "the group has no offset of it, and start-from is error. Set its offsets, or another start-from"),
            };
        if (position >= low && position <= high) return new(position);
        var strict = startFrom == AutoOffsetReset.Error;
        if (position < low)
        {
            var gone = $"its records {position} to {low - 1} are gone from Kafka (retention, or deleted), and the group had not handled them";
            return strict ? new(0, Problem: $"{gone}, and start-from is error") : new(low, Loss: $"{gone}; going on at {low}");
        }
        var shorter = $"the group has come to offset {position}, and the log ends at {high}: Kafka has lost records, or the topic is another one";
        if (entities)
            return new(0, Problem: $"{shorter}. The state knows more than the log; rename the group to build it anew from what is there");
        return strict ? new(0, Problem: $"{shorter}, and start-from is error") : new(
            low, Anew: true, Loss: $"{shorter}; reading it from its beginning");
    }
}
