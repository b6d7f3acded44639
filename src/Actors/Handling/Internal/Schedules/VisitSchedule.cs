using System.Text;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Schedules;

/// <summary>
/// When a visit is due: at each multiple of its interval since 1970 (UTC), in each shard so much later as is the shard's part of the jitter. That
/// stays the same wherever the shard is, so that a move neither repeats a visit nor puts it off.
/// </summary>
internal sealed record VisitSchedule(string Visit, TimeSpan Every, TimeSpan Jitter)
{
    /// <summary>The next time that is after one.</summary>
    public DateTimeOffset Next(DateTimeOffset now, string group, int shard)
    {
        var shift = TimeSpan.FromTicks((long)(Jitter.Ticks * Place(group, shard)));
        var since = (now - shift - DateTimeOffset.UnixEpoch).Ticks;
        var count = Math.DivRem(since, Every.Ticks, out var rest);
        if (rest >= 0) count++;
        return DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(count * Every.Ticks) + shift;
    }

    // From 0 up to 1.
    private double Place(string group, int shard) =>
        (uint)Murmur2Partitioner.Hash(Encoding.UTF8.GetBytes($"{group}/{Visit}/{shard}")) / (uint.MaxValue + 1.0);
}
