using Akka.Actor.Internal;

namespace Akka.Actor;

public static class WatchAsyncSupport
{
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var watch = new DeathPromise();
        var actor = (IInternalActorRef)target;
        actor.SendSystem(new Watch(watch));
        try
        {
            return await watch.Died.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            actor.SendSystem(new Unwatch(watch));
            return false;
        }
    }
}
