using System.Text.Json.Serialization;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

/// <summary>A record of the benchmark: its number in the run, its creation time in Unix microseconds, and padding.</summary>
internal sealed record BenchEvent(
    [property: JsonPropertyName("seq")] long Sequence,
    [property: JsonPropertyName("t")] long CreatedMicroseconds,
    [property: JsonPropertyName("pad")] string Padding)
{
    public static Topic<BenchEvent> Topic(string name) => Topics.Topic.Json(name, type: BenchJson.Default.BenchEvent);
}

[JsonSerializable(typeof(BenchEvent))]
internal sealed partial class BenchJson : JsonSerializerContext;
