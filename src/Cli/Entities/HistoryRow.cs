using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Akka.Events.Cli.Printing;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Cli.Entities;

/// <summary>A state event with the record that caused it.</summary>
internal sealed record HistoryRow(long SequenceNr, string Topic, int Partition, long Offset, DateTimeOffset? Time, string Type, JsonNode? Event)
{
    private const int LongestInLine = 200;

    /// <summary>The event in one line.</summary>
    [JsonIgnore]
    public string Text { get; private init; } = "";

    public static HistoryRow Of(long sequenceNr, int shard, in JournalEvent e)
    {
        var payload = e.Payload.ToArray();
        var deleted = e.Manifest == StateDeletion.Manifest;
        return new HistoryRow(sequenceNr, e.Topic, shard, e.Offset, RecordTime.Of(e.Timestamp), e.Manifest, deleted ? null : Printable.Json(payload))
        {
            Text = deleted ? "the state was deleted" : Printable.Value(payload, LongestInLine),
        };
    }
}
