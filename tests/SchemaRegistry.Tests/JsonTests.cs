using System.Text.Json;
using Akka.Events.SchemaRegistry.Tests.Support;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.SchemaRegistry.Serdes;
using Newtonsoft.Json;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests;

/// <summary>JSON with a schema, compared with that of Confluent's serializer.</summary>
public sealed class JsonTests : RegistryTests
{
    private static readonly SerializationContext Value = new(MessageComponentType.Value, "alerts");

    [Fact]
    public async Task Bytes_are_those_of_Confluents_serializer_and_each_reads_the_others()
    {
        var alert = new Alert { Airport = "LAX", Minutes = 70 };
        var theirs = await new JsonSerializer<Alert>(_registry.Client).SerializeAsync(alert, Value);
        // With the schema that theirs has registered.
        var codec = _registry.JsonCodec<Alert>("alerts", new SchemaOptions { Writing = SchemaWriting.Latest });

        Assert.Equal(theirs, codec.Bytes(alert));
        Assert.Equal(alert, codec.Event(theirs));
        Assert.Equal(alert, await new JsonDeserializer<Alert>(_registry.Client).DeserializeAsync(codec.Bytes(alert), false, Value));
    }

    [Fact]
    public async Task The_schema_is_that_of_the_type_or_the_one_that_is_given()
    {
        var bytes = _registry.JsonCodec<Alert>("alerts", Register).Bytes(new Alert { Airport = "LAX" });
        var registered = await _registry.Client.GetSchemaAsync(bytes[4]);
        using var schema = JsonDocument.Parse(registered.SchemaString);
        Assert.Equal("Alert", schema.RootElement.GetProperty("title").GetString());
        Assert.Equal("object", schema.RootElement.GetProperty("type").GetString());
        Assert.Equal(["airport", "minutes"], schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name));

        var given = _registry.JsonCodec<Alert>("alerts", Register with { JsonSchema = """{"title":"com.example.Alert","type":"object"}""", Naming = SubjectNaming.Record });
        Assert.NotEqual(bytes[4], given.Bytes(new Alert { Airport = "LAX" })[4]);
        Assert.Contains(_server.Requests, request => request.StartsWith("POST /subjects/com.example.Alert/versions", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => _registry.JsonCodec<Alert>("alerts", new SchemaOptions { JsonSchema = "no json" }));
    }

    [Fact]
    public async Task Old_and_new_are_read_both_ways_without_the_registry()
    {
        await _server.DownAsync();
        var codec = _registry.JsonCodec<Alert>("alerts");
        Assert.Equal(new Alert { Airport = "LAX" }, codec.Decode([0, 0, 0, 0, 9, .. """{"airport":"LAX"}"""u8]));
        Assert.Equal(new Alert { Airport = "LAX", Minutes = 1 }, codec.Decode([0, 0, 0, 0, 9, .. """{"airport":"LAX","minutes":1,"gate":"B7"}"""u8]));
        var refused = Assert.Throws<EventDecodeException>(() => codec.Decode([0, 0, 0, 0, 9, .. """{"minutes":1}"""u8]));
        Assert.StartsWith("It is written with schema 9. It is no JSON of a Alert: ", refused.Reason);
        Assert.Contains("airport", refused.Reason);
    }

    [Fact]
    public void What_isnt_registered_or_of_another_format_isnt_written_with()
    {
        Assert.Contains("isn't registered in subject 'alerts-value'", Assert.Throws<InvalidOperationException>(
            () => _registry.JsonCodec<Alert>("alerts").Bytes(new Alert { Airport = "LAX" })).Message);
        var latest = new SchemaOptions { Writing = SchemaWriting.Latest };
        Assert.Contains("subject 'alerts-value' of the registry", Assert.Throws<InvalidOperationException>(
            () => _registry.JsonCodec<Alert>("alerts", latest).Bytes(new Alert { Airport = "LAX" })).Message);
        _server.Register("alerts-value", "\"string\"");
        Assert.Contains("is one of Avro, not of JSON", Assert.Throws<InvalidOperationException>(
            () => _registry.JsonCodec<Alert>("alerts", latest).Bytes(new Alert { Airport = "LAX" })).Message);
    }

    public sealed record Alert
    {
        [JsonProperty("airport")]
        public required string Airport { get; init; }

        [JsonProperty("minutes")]
        public int Minutes { get; init; }
    }
}
