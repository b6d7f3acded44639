namespace Akka.Events.Handling.Internal.Limits;

/// <summary>How many calls of a handler, a group or the process may be under way at once, over all shards. Changed by its <see cref="SlotLine"/> only.</summary>
internal sealed class Slots(int count)
{
    public int Count { get; set; } = count;

    /// <summary>Below zero while more are under way than there are now.</summary>
    public int Free { get; set; } = count;
}
