using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flights.Reporting;

/// <summary>How a run ended, as one line of JSON for other programs.</summary>
/// <param name="Kills">Worker processes killed.</param>
/// <param name="Seconds">From the first flight published to the last airport's answer.</param>
/// <param name="Kafka">real, mock or given.</param>
/// <param name="Store">Where the state was: private or given (a PostgreSQL), sqlite or memory.</param>
internal sealed record DemoResult(
    long Flights, int Airports, bool Equal, int Kills, double Seconds, string Kafka, string Store)
{
    public override string ToString() => JsonSerializer.Serialize(this, DemoResultJson.Default.DemoResult);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoResultJson : JsonSerializerContext;
