using Akka.Actor;
using Akka.Persistence;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A persistent actor that does what it is told: a command is a piece of code, and what comes of it is told to a probe.</summary>
public class Scripted : ReceivePersistentActor
{
    private readonly IActorRef _probe;
    private readonly Recovery _recovery;

    public Scripted(string id, IActorRef probe, Recovery recovery = null)
    {
        PersistenceId = id;
        _probe = probe;
        _recovery = recovery ?? Recovery.Default;
        Recover<SnapshotOffer>(offer => Tell($"offer {offer.Snapshot} at {offer.Metadata.SequenceNr}"));
        Recover<string>(OnReplayed);
        Recover<RecoveryCompleted>(_ => Tell($"recovered at {LastSequenceNr}"));
        Command<Action<Scripted>>(script => script(this));
        CommandAsync<Func<Scripted, Task>>(script => script(this));
        Command<string>(Tell);
        CommandAny(Tell);
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => _recovery;

    public new IActorRef Sender => base.Sender;

    public new IActorRef Self => base.Self;

    public new static IActorContext Context => ReceivePersistentActor.Context;

    public void Tell(object message) => _probe.Tell(message);

    /// <summary>An event handler that tells the probe what it handles.</summary>
    public void Handled(string @event) => Tell($"{@event} handled at {LastSequenceNr}");

    protected virtual void OnReplayed(string @event) => Tell($"{@event} replayed at {LastSequenceNr}");

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Tell($"{@event} failed at {sequenceNr}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Tell($"{@event} rejected at {sequenceNr}");

    protected override void OnRecoveryFailure(Exception reason, object message = null) =>
        Tell($"recovery failed at {message ?? "nothing"}");

    protected override void PostStop() => Tell("stopped");
}
