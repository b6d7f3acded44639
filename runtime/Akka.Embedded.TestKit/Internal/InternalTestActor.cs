using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>The actor behind a kit or a probe: queues what it gets, and watches and supervises on the test's behalf.</summary>
internal sealed class InternalTestActor(EnvelopeQueue queue) : ActorBase
{
    private readonly StrategyByChild _strategies = new();

    protected override bool Receive(object message)
    {
        if (message is Command command) command.Run(Context, _strategies);
        else queue.Add(new MessageEnvelope(message, Sender));
        return true;
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategies;

    /// <summary>Something to be done on the test actor's turn.</summary>
    internal sealed class Command(Func<IActorContext, StrategyByChild, IActorRef> action) : INoSerializationVerificationNeeded
    {
        private readonly TaskCompletionSource<IActorRef> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IActorRef> Done => _done.Task;

        public void Run(IActorContext context, StrategyByChild strategies)
        {
            try
            {
                _done.SetResult(action(context, strategies));
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
