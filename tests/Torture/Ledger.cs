using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Torture;

/// <summary>Writes down every event of its key: the numbers that the publisher gave them, and where they lay.</summary>
internal sealed class Ledger : EntityActor<LedgerState>
{
    public Ledger(Topic<long> topic)
    {
        On(topic, number => Persist(new Recorded(number, Event.Offset)));
        Apply<Recorded>((state, e) => state.With(e.Number, e.Offset));
        Query<GetLedger, LedgerState>(_ => State);
    }
}

internal sealed record Recorded(long Number, long Offset);

internal sealed record GetLedger
{
    public static readonly GetLedger Instance = new();
}
