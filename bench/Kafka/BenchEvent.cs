using System.Text.Json.Serialization;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

/// <summary>A record of the benchmark: its number in the run, its creation time in Unix microseconds, and padding.</summary>
internal sealed class BenchEvent
{
    [JsonPropertyName("seq")]
    public long Sequence { get; set; }

    [JsonPropertyName("t")]
    public long CreatedMicroseconds { get; set; }

    [JsonPropertyName("pad")]
    public string Padding { get; set; } = "";

    public static Topic<BenchEvent> Topic(string name) => Topics.Topic.Json(name, type: BenchJson.Default.BenchEvent);
}

[JsonSerializable(typeof(BenchEvent))]
internal sealed partial class BenchJson : JsonSerializerContext;
