namespace Akka.Events.Committing.Internal.States;

/// <summary>What a store knows of a shard as a whole.</summary>
/// <param name="Incarnation">The journal that its states belong to.</param>
/// <param name="StoredThrough">The highest sequence number of that journal that a state has been stored with; 0: none is stored.</param>
internal readonly record struct ShardClaim(long Incarnation, long StoredThrough)
{
    /// <summary>
    /// Brings a journal and what is stored together, before anything of either is used. States carry sequence numbers: of another journal,
    /// or of rows that are gone, they would shadow what is written from now on.
    /// </summary>
    /// <param name="stored">What is stored; null where the store has never heard of the shard.</param>
    /// <param name="journal">The journal.</param>
    /// <returns>What is to be stored now, and whether the states are to be dropped, for the journal begins anew.</returns>
    /// <exception cref="LostJournalException">They don't belong together.</exception>
    public static (ShardClaim Claim, bool Drop) Of(ShardClaim? stored, JournalEnd journal)
    {
        if (journal.BeginsAnew && journal.Incarnation > (stored?.Incarnation ?? 0)) return (new ShardClaim(journal.Incarnation, 0), true);
        if (Problem(stored, journal) is { } problem) throw new LostJournalException(problem, New(stored, journal).Incarnation);
        // Two owners may begin a journal at once; the row of one of them counts, and as long as nothing is stored it is the journal that says.
        if (journal.SequenceNr > 0) return (new ShardClaim(journal.Incarnation, stored?.StoredThrough ?? 0), false);
        // Both begin the same one, so that whoever asks last, or is heard late, doesn't part the other's states from its journal.
        return (stored ?? New(null, journal), false);
    }

    private static ShardClaim New(ShardClaim? stored, JournalEnd journal) =>
        new(Math.Max(stored?.Incarnation ?? 0, journal.Incarnation) + 1, 0);

    private static string? Problem(ShardClaim? stored, JournalEnd journal)
    {
        if (stored is not { } there)
            return journal is { StoredStates: true, Incarnation: > 0 } ? "stands on stored states that aren't there" : null;
        if (there.StoredThrough == 0)
            return journal is { SequenceNr: > 0, Incarnation: > 0 } && there.Incarnation > journal.Incarnation
                ? "was to begin anew, its states were dropped for that, and then it was not begun"
                : null;
        if (journal.SequenceNr == 0) return $"is empty, and states of it are stored up to sequence number {there.StoredThrough}";
        if (journal.Incarnation != there.Incarnation)
            return $"is another one than the stored states were made with (incarnation {journal.Incarnation}, theirs is {there.Incarnation})";
        return journal.SequenceNr < there.StoredThrough
            ? $"ends at sequence number {journal.SequenceNr}, and states of it are stored up to {there.StoredThrough}"
            : null;
    }
}
