using Akka.Events.Operating;

namespace Akka.Events.Hosting.Dashboard.Internal.Letters;

/// <param name="Topic">The topic that a letter's event came from.</param>
/// <param name="Group">The group that gave it up.</param>
internal sealed record LetterOrigin(string Topic, string Group);

/// <param name="Reasons">How many there are for which reason; none on further pages.</param>
/// <param name="Letters">The letters of a page.</param>
/// <param name="Next">Where the next begins; null for the last.</param>
internal sealed record FoundLetters(IReadOnlyList<DeadLetterCount> Reasons, IReadOnlyList<FoundLetter> Letters, string? Next);

/// <param name="Position">Its name: partition@offset of the dead-letter topic.</param>
/// <param name="Record">The record it was.</param>
/// <param name="Handler">Who gave it up.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">After how many attempts.</param>
/// <param name="Time">When, Unix milliseconds.</param>
/// <param name="Key">Its key; null for none.</param>
/// <param name="Text">Its value; null for a tombstone, and where values aren't shown.</param>
internal sealed record FoundLetter(string Position, string Record, string Handler, string Reason, int Attempts, long Time, string? Key, string? Text)
{
    // The page is for looking: a value of megabytes is for akka-events dead-letters show.
    private const int Longest = 4000;

    public static FoundLetter Of(DeadLetter letter, DashboardOptions options)
    {
        var text = letter.Value is { } value && options.ShowStates ? Shown.Text(options, letter.Origin.Topic, value, indent: false) : null;
        return new FoundLetter(
            $"{letter.Position.Partition.Value}@{letter.Position.Offset.Value}",
            $"{letter.Origin.Topic} [{letter.Origin.Partition.Value}] @{letter.Origin.Offset.Value}", letter.Handler, letter.Reason, letter.Attempts,
            letter.Time.ToUnixTimeMilliseconds(), letter.Key, text is { Length: > Longest } ? $"{text[..Longest]}…" : text);
    }
}
