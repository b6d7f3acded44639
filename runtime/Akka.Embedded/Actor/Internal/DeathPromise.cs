namespace Akka.Actor.Internal;

/// <summary>Watches for somebody who is no actor.</summary>
internal sealed class DeathPromise : InternalActorRef
{
    private static readonly ActorPath Nowhere = new RootActorPath(new Address("akka", "death-watch"));

    private readonly TaskCompletionSource<bool> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path { get; } = Nowhere.Child("watch").WithUid(Random.Shared.NextInt64(1, long.MaxValue));

    internal Task<bool> Died => _died.Task;

    public override void Tell(object message, IActorRef sender) { }

    internal override void SendSystem(SystemMessage message)
    {
        if (message is DeathNotice) _died.TrySetResult(true);
    }
}
