using Akka.Actor.Internal;

namespace Akka.Dispatch;

internal sealed class ThreadPoolDispatcher(ActorSystemImpl system, string id, int throughput) : MessageDispatcher(system, id, throughput)
{
    // A thread takes from its own queue first. Were everything an actor tells put there, two actors that tell each other would never let
    // the common queue have a turn; so each thread sends some of it round the long way.
    private const uint LocalRun = 64;

    [ThreadStatic]
    private static uint t_scheduled;

    internal override void Schedule(ActorCell cell, bool yielding) =>
        ThreadPool.UnsafeQueueUserWorkItem(cell, preferLocal: !yielding && ActorCell.Current is not null && ++t_scheduled % LocalRun != 0);
}
