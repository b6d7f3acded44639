using Akka.Actor.Internal;

namespace Akka.Dispatch;

internal sealed class ThreadPoolDispatcher(ActorSystemImpl system, string id, int throughput) : MessageDispatcher(system, id, throughput)
{
    // A thread takes from its own queue first. Were everything an actor tells put there, two actors that tell each other would never let
    // the common queue have a turn; so each thread sends some of it round the long way.
    private const uint LocalRun = 64;

    [ThreadStatic]
    private static uint t_scheduled;

    [ThreadStatic]
    private static ReadyBatch t_batch;

    // What an actor tells first in its turn goes to its own thread's queue: the message is still in the cache. An actor that tells several
    // hands work out: they go to the common queue together.
    internal override void Schedule(ActorCell cell, bool yielding)
    {
        if (yielding || ActorCell.Current is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(cell, preferLocal: false);
        }
        else if (t_batch?.TryAdd(cell) != true)
        {
            if (ActorCell.IsFirstOfTurn()) ThreadPool.UnsafeQueueUserWorkItem(cell, preferLocal: ++t_scheduled % LocalRun != 0);
            else ThreadPool.UnsafeQueueUserWorkItem(t_batch = new ReadyBatch(cell), preferLocal: false);
        }
    }
}
