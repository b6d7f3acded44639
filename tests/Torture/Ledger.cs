using Akka.Events.Handling;
using Akka.Events.Topics;
using Akka.Events.Torture.Working;

namespace Akka.Events.Torture;

/// <summary>
/// Writes down every event of its key: the numbers that the publisher gave them, where they lay, and which process did it.
/// </summary>
internal sealed class Ledger : EntityActor<LedgerState>
{
    private readonly LedgerPlace _place;

    public Ledger(LedgerPlace place)
    {
        _place = place;
        if (place.Blocks) On(place.Topic, number => Record(number));
        else On(place.Topic, number => Record(number, 0));
        if (place.Second is { } second) On(second, number => Record(number, 1));
        Apply<Recorded>((state, e) => state.With(e.Number, e.Offset, e.Topic));
        Query<GetLedger, LedgerState>(_ => State);
        Query<AskLedger, LedgerAnswer>(_ => new LedgerAnswer(State, _place.Process));
    }

    // Holds its thread, whatever befalls it.
    private void Record(long number)
    {
        var (run, kind) = Begin(number, 0);
        var stop = Event.CancellationToken;
        try
        {
            if (kind is NoteKind.Hung && stop.WaitHandle.WaitOne()) stop.ThrowIfCancellationRequested();
            if (kind is NoteKind.IgnoredCancellation) Thread.Sleep(Mischief.Overtime(number));
            Persist(number, 0, kind);
        }
        finally
        {
            _place.Notes?.Ended(run);
        }
    }

    private async Task Record(long number, int topic)
    {
        var (run, kind) = Begin(number, topic);
        try
        {
            if (kind is NoteKind.Hung) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Event.CancellationToken);
            if (kind is NoteKind.IgnoredCancellation) await Task.Delay(Mischief.Overtime(number), TimeProvider.System);
            Persist(number, topic, kind);
        }
        finally
        {
            _place.Notes?.Ended(run);
        }
    }

    private (long Run, NoteKind? Kind) Begin(long number, int topic)
    {
        var run = _place.Notes?.Begun(topic, Event.Partition, Key, number, Event.Offset) ?? 0;
        var kind = _place.Mischief?.Befalls(Key, number, topic, Event.Attempt);
        if (kind is { } befalls) _place.Notes?.Note(befalls);
        return (run, kind);
    }

    private void Persist(long number, int topic, NoteKind? kind)
    {
        if (kind is NoteKind.Threw or NoteKind.Blocked) throw new InvalidOperationException("thrown, as the seed wants it");
        Persist(new Recorded(number, Event.Offset, topic, _place.Process));
        if (kind is NoteKind.ThrewAfterPersisting) throw new InvalidOperationException("thrown after persisting, as the seed wants it");
    }
}

/// <summary>What an instance needs to know; the same in all of a process.</summary>
internal sealed record LedgerPlace(Topic<long> Topic, Topic<long>? Second)
{
    /// <summary>Worker and life: "3.7"; empty where nothing is noted.</summary>
    public string Process { get; init; } = "";

    /// <summary>The first topic's handler holds its thread.</summary>
    public bool Blocks { get; init; }

    public Notes? Notes { get; init; }

    public Mischief? Mischief { get; init; }
}

/// <param name="Number">The record's number.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Topic">0 for the first topic, 1 for the second.</param>
/// <param name="By">The process that has written it.</param>
internal sealed record Recorded(long Number, long Offset, int Topic = 0, string By = "");

internal sealed record GetLedger
{
    public static readonly GetLedger Instance = new();
}

/// <summary>Asks also who answers.</summary>
internal sealed record AskLedger
{
    public static readonly AskLedger Instance = new();
}

internal sealed record LedgerAnswer(LedgerState State, string By);
