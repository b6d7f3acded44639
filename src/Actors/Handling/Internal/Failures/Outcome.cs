namespace Akka.Events.Handling.Internal.Failures;

/// <summary>What becomes of a delivery whose attempt has failed.</summary>
/// <param name="Kind">What.</param>
/// <param name="Wait">The wait before the next attempt, where there is one.</param>
internal readonly record struct Outcome(OutcomeKind Kind, TimeSpan Wait = default)
{
    /// <summary>It is done with: discarded, or ignored.</summary>
    public static readonly Outcome Done = new(OutcomeKind.Done);

    /// <summary>It stays, and its key waits, until its partition goes.</summary>
    public static readonly Outcome Blocks = new(OutcomeKind.Blocks);

    public static Outcome Again(TimeSpan wait) => new(OutcomeKind.Again, wait);
}
