using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.TestKit.Internal;

/// <summary>Runs an actor's turn within the Tell that wakes it: when Tell returns, the message is handled or in hand.</summary>
internal sealed class CallingThreadDispatcher(ActorSystemImpl system, string id, int throughput) : MessageDispatcher(system, id, throughput)
{
    internal override void Schedule(ActorCell cell, bool yielding) => ActorCell.RunWithin(cell);
}
