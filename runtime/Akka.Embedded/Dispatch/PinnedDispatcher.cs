using Akka.Actor.Internal;

namespace Akka.Dispatch;

/// <summary>One actor's own thread, which ends with the actor.</summary>
internal sealed class PinnedDispatcher(ActorSystemImpl system, string id, int throughput) : MessageDispatcher(system, id, throughput)
{
    private readonly SemaphoreSlim _turn = new(0);
    private ActorCell _actor;

    internal override void Schedule(ActorCell cell, bool yielding)
    {
        if (Interlocked.CompareExchange(ref _actor, cell, null) is null)
            new Thread(Run) { IsBackground = true, Name = $"{System.Name}-{Id}" }.UnsafeStart();
        _turn.Release();
    }

    private void Run()
    {
        while (!_actor.IsTerminated)
        {
            _turn.Wait();
            _actor.RunTurn();
        }
    }
}
