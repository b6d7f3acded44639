using System.Text.Json.Nodes;
using Akka.Events.Cli.Printing;
using Akka.Events.Operating;

namespace Akka.Events.Cli.Letters;

/// <summary>A letter as programs read it.</summary>
internal sealed record LetterRow(
    string Position, string Id, string Topic, int Partition, long Offset, DateTimeOffset? Timestamp, string Group, string Handler, string Exception,
    string Reason, int Attempts, DateTimeOffset Time, string? Key, JsonNode? Value, IEnumerable<LetterRow.HeaderRow> Headers)
{
    public static LetterRow Of(DeadLetter letter) => new(
        LetterOptions.Text(letter.Position), letter.Id, letter.Origin.Topic, letter.Origin.Partition.Value, letter.Origin.Offset.Value, letter.Timestamp,
        letter.Group, letter.Handler, letter.Exception, letter.Reason, letter.Attempts, letter.Time, letter.Key, Printable.Json(letter.Value),
        letter.Headers.Select(h => new HeaderRow(h.Key, Printable.Json(h.GetValueBytes()))));

    internal sealed record HeaderRow(string Name, JsonNode? Value);
}
