namespace Akka.Events.Handling;

/// <summary>How many entities of a group stay in this process's memory. The least recently used ones give way.</summary>
public sealed class MemoryOptions
{
    /// <summary>
    /// Entities that stay awake, with their state as an object and their actor where the class needs one for each key, at most, over all
    /// shards of the group in this process; fewer while hardly any is used again, and a quarter while memory is nearly full. Default
    /// 100,000.
    /// </summary>
    public int MaxActive { get; set; } = 100_000;

    /// <summary>Entities whose state is in memory, awake or not, over all shards of the group in this process. Default 1,000,000.</summary>
    public int MaxResident { get; set; } = 1_000_000;

    /// <summary>Estimated bytes of keys and states in memory, over all shards of the group in this process. Default 320 MiB.</summary>
    public long MaxBytes { get; set; } = 320L * 1024 * 1024;

    /// <summary>
    /// An entity without an event or query for so long (twice as long at most) goes to rest. Default 2 minutes.
    /// </summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(2);

    internal MemoryOptions Copy() => (MemoryOptions)MemberwiseClone();
}
