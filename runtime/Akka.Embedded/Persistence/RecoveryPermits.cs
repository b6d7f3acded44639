using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

internal enum RecoveryPermit
{
    None,
    Awaited,
    Held,
}

/// <summary>Bounds how many actors recover at once; the others wait in the order of their coming.</summary>
internal sealed class RecoveryPermits(int max)
{
    private readonly Queue<(Eventsourced Owner, ActorCell Cell)> _waiting = new();
    private int _held;

    internal bool TryAcquire(Eventsourced owner)
    {
        lock (_waiting)
        {
            if (_held < max)
            {
                _held++;
                owner.Permit = RecoveryPermit.Held;
                return true;
            }

            owner.Permit = RecoveryPermit.Awaited;
            _waiting.Enqueue((owner, ActorCell.CurrentOrThrow));
            return false;
        }
    }

    /// <summary>Gives the permit on, or up waiting for one.</summary>
    internal void Release(Eventsourced owner)
    {
        if (owner.Permit == RecoveryPermit.None) return;
        lock (_waiting)
        {
            var held = owner.Permit == RecoveryPermit.Held;
            owner.Permit = RecoveryPermit.None;
            if (!held) return;
            while (_waiting.TryDequeue(out var next))
            {
                if (next.Owner.Permit != RecoveryPermit.Awaited) continue; // stopped while it waited
                next.Owner.Permit = RecoveryPermit.Held;
                next.Cell.Tell(new PermitGranted(next.Owner, next.Cell), ActorRefs.NoSender);
                return;
            }

            _held--;
        }
    }

    private sealed class PermitGranted(Eventsourced owner, IActorRef actor) : PersistenceReply(owner, actor)
    {
        internal override object Subject => null;

        internal override void Deliver() => Owner.OnPermit();
    }
}
