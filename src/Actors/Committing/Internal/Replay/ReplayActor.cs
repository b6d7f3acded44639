using System.Threading.Channels;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Persistence;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>Reads a journal once and ends. It writes nothing, so it collides with nobody.</summary>
internal sealed class ReplayActor : UntypedPersistentActor
{
    private readonly long _after;
    private readonly long _max;
    private readonly ChannelWriter<(long SequenceNr, object Row)> _rows;

    public ReplayActor(string persistenceId, long after, long max, ChannelWriter<(long SequenceNr, object Row)> rows)
    {
        PersistenceId = persistenceId;
        JournalPluginId = JournalPlugin.JournalId;
        SnapshotPluginId = JournalPlugin.SnapshotId;
        (_after, _max, _rows) = (after, max, rows);
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None, long.MaxValue, _max);

    protected override void OnRecover(object message)
    {
        if (message is RecoveryCompleted)
        {
            _rows.TryComplete();
            Context.Stop(Self);
        }
        else if (LastSequenceNr > _after)
        {
            _rows.TryWrite((LastSequenceNr, message));
        }
    }

    protected override void OnCommand(object message) => Unhandled(message);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => _rows.TryComplete(reason);

    protected override void PostStop()
    {
        _rows.TryComplete(new OperationCanceledException("the actor system ends"));
        base.PostStop();
    }
}
