using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Torture;

/// <summary>Writes down every event of its key: the numbers that the publisher gave them, and where they lay.</summary>
internal sealed class Ledger : EntityActor<LedgerState>
{
    public Ledger(Topic<long> topic, Topic<long>? second)
    {
        On(topic, Record);
        if (second is not null) On(second, Record);
        Apply<Recorded>((state, e) => state.With(e.Number, e.Offset));
        Query<GetLedger, LedgerState>(_ => State);
    }

    private void Record(long number) => Persist(new Recorded(number, Event.Offset));
}

internal sealed record Recorded(long Number, long Offset);

internal sealed record GetLedger
{
    public static readonly GetLedger Instance = new();
}
