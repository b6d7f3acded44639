namespace Akka.Persistence;

/// <summary>A recovering actor has waited long enough for an answer.</summary>
internal sealed class RecoveryTimeout(PersistenceReply asked) : PersistenceReply(asked.Owner, asked.Actor)
{
    internal override object Subject => null;

    internal override void Deliver() => Owner.OnRecoveryTimeout(asked);
}
