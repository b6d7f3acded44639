namespace Akka.Actor.Internal;

/// <summary>Something that a <see cref="TimerQueue"/> fires, on its own thread, when it is due.</summary>
internal abstract class TimerEntry
{
    internal TimerQueue Queue;
    internal long Due;
    internal long Order;
    internal int Index = -1;

    internal bool IsBefore(TimerEntry other) => Due < other.Due || (Due == other.Due && Order < other.Order);
    internal void Cancel() => Queue?.Remove(this);
    internal abstract void Fire();
}
