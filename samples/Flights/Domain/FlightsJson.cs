using System.Text.Json.Serialization;

namespace Flights.Domain;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Flight))]
[JsonSerializable(typeof(FlightRecorded))]
[JsonSerializable(typeof(AirportDelays))]
public sealed partial class FlightsJson : JsonSerializerContext;
