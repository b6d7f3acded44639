namespace Akka.Events.Torture.Checking;

/// <summary>What a query was answered.</summary>
/// <param name="Key">The entity asked.</param>
/// <param name="Process">The one that has answered: worker and life.</param>
/// <param name="Asked">Before the question left, in the machine's ticks.</param>
/// <param name="Answered">After the answer had come.</param>
/// <param name="State">The answer.</param>
internal sealed record Answer(string Key, string Process, long Asked, long Answered, LedgerState State);
