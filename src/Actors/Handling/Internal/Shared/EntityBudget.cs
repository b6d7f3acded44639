namespace Akka.Events.Handling.Internal.Shared;

/// <summary>How much of a group's entities is in memory, over all its shards in this process. Safe from any thread.</summary>
internal sealed class EntityBudget(MemoryOptions limits)
{
    private long _active;
    private long _resident;
    private long _bytes;

    public long Active => Interlocked.Read(ref _active);

    public long Resident => Interlocked.Read(ref _resident);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many entities may stay awake.</summary>
    public ActiveLimit ActiveLimit { get; } = new(limits.MaxActive);

    /// <summary>More are awake than may be: where memory is nearly full, a quarter of the limit. For one that is awake ten can rest.</summary>
    public bool ActiveOver => Active > (HasRoom ? ActiveLimit.Current : ActiveLimit.Current / 4);

    /// <summary>There is room for states that nobody has asked for yet: a quarter is left to those that somebody does.</summary>
    public bool HasRoom => Resident < limits.MaxResident - limits.MaxResident / 4 && Bytes < limits.MaxBytes - limits.MaxBytes / 4;

    /// <summary>Above the limit by more than an eighth: what isn't needed to get below it has to wait.</summary>
    public bool FarOver => Resident - limits.MaxResident > limits.MaxResident / 8 || Bytes - limits.MaxBytes > limits.MaxBytes / 8;

    public bool ResidentOver => Resident > limits.MaxResident || Bytes > limits.MaxBytes;

    public void Add(int active, int resident, long bytes)
    {
        if (active != 0) Interlocked.Add(ref _active, active);
        if (resident != 0) Interlocked.Add(ref _resident, resident);
        if (bytes != 0) Interlocked.Add(ref _bytes, bytes);
    }
}
