using System.Text.Json.Serialization;

namespace Akka.Events.Tests.Topics;

public sealed record Sample(string Origin, int Delay);

[JsonSerializable(typeof(Sample))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SampleJson : JsonSerializerContext;
