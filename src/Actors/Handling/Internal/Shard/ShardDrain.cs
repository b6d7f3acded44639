using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// A shard that begins nothing new, because some of its partitions are about to be given up: who is to be told when nothing runs any more.
/// There is no way back: when one of them is closed, the shard ends. Used on the shard's turn only.
/// </summary>
internal sealed class ShardDrain(IActorRef self)
{
    private readonly List<PartitionAssignment> _asked = [];
    private int _handlers;

    public bool IsOn { get; private set; }

    /// <summary>Begins to drain; <paramref name="handlers"/> are those that will say <see cref="HandlerDrained"/>, if it is on from now.</summary>
    public void Begin(PartitionAssignment assignment, IEnumerable<IActorRef> handlers)
    {
        _asked.Add(assignment);
        if (IsOn) return;
        IsOn = true;
        foreach (var handler in handlers)
        {
            _handlers++;
            handler.Tell(DrainHandler.Instance, self);
        }
    }

    public void OnHandlerDrained() => _handlers--;

    /// <summary>Answers those who have asked, when nothing runs and all that has ended is committed.</summary>
    public void Answer(int runs, bool allCommitted)
    {
        if (_asked.Count == 0 || runs > 0 || _handlers > 0 || !allCommitted) return;
        foreach (var assignment in _asked) assignment.Consumer.Tell(new ShardDrained(assignment), self);
        _asked.Clear();
    }
}
