using Akka.Events.TestKit.Internal;

namespace Akka.Events.Simulation.Machine;

/// <summary>A process's time and its timers: the world's time, in which nothing fires while the process is frozen.</summary>
internal sealed class VirtualClock(World world) : AlarmClock
{
    protected override TimeSpan Now => world.Now;

    public void CollectDue(List<World.Event> due, VirtualProcess process)
    {
        while (TakeDue(world.Now) is { } alarm) due.Add(new World.Event(world.Now, process, alarm.Ring));
    }
}
