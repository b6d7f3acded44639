using System.Text.Json.Serialization;

namespace Flights.Working;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerMessage))]
[JsonSerializable(typeof(AskAirports))]
[JsonSerializable(typeof(WorkerSettings))]
internal sealed partial class MessagesJson : JsonSerializerContext;
