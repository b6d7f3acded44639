using System.Threading.Channels;
using Akka.Actor;
using Akka.Persistence;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>Reads a journal once and ends. It writes nothing, so it collides with nobody.</summary>
internal sealed class ReplayActor(string persistenceId, long max, ChannelWriter<(long SequenceNr, object Row)> rows) : UntypedPersistentActor
{
    public override string PersistenceId => persistenceId;

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None, long.MaxValue, max);

    protected override void OnRecover(object message)
    {
        if (message is RecoveryCompleted)
        {
            rows.TryComplete();
            Context.Stop(Self);
        }
        else
        {
            rows.TryWrite((LastSequenceNr, message));
        }
    }

    protected override void OnCommand(object message) => Unhandled(message);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => rows.TryComplete(reason);

    protected override void PostStop()
    {
        rows.TryComplete(new OperationCanceledException("the actor system ends"));
        base.PostStop();
    }
}
