using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Akka.Events.Topics;
using Confluent.SchemaRegistry;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>JSON, framed. It says itself what is in it: to read it nothing is looked up.</summary>
internal sealed class JsonSchemaCodec<T> : SchemaCodec<T>
{
    private readonly JsonCodec<T> _json;
    private readonly Lookup<Written> _written;

    public JsonSchemaCodec(Schemas schemas, string topic, SchemaOptions options, JsonTypeInfo<T>? type)
        : base(schemas, topic, options)
    {
        _json = new JsonCodec<T>(type);
        var schema = options.JsonSchema ?? SchemaOf(type ?? (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T)));
        _written = ToWrite(NameIn(schema), subject => Numbered(subject, new Schema(schema, SchemaType.Json)), Latest);
    }

    public override string ContentType => "application/vnd.confluent.json";

    public override bool Equals(object? obj) => base.Equals(obj) && obj is JsonSchemaCodec<T> other && other._json.Equals(_json);

    public override int GetHashCode() => base.GetHashCode();

    protected override T Decode(int id, ReadOnlySpan<byte> payload)
    {
        try
        {
            return _json.Decode(payload);
        }
        catch (EventDecodeException e)
        {
            throw new EventDecodeException($"It is written with schema {id}. {e.Reason}", e);
        }
    }

    protected override Written WrittenAs(T @event) => _written.Get();

    protected override void Write(T @event, IBufferWriter<byte> output) => _json.Encode(@event, output);

    private async Task<Written> Latest(string subject)
    {
        var latest = await Schemas.Latest(subject).ConfigureAwait(false);
        return latest.SchemaType == SchemaType.Json
            ? new Written(latest.Id)
            : throw new SchemaRefusedException($"the newest schema of subject '{subject}' is one of {latest.SchemaType}, not of JSON");
    }

    // What Confluent's serializers call the record.
    private static string NameIn(string schema)
    {
        try
        {
            return JsonNode.Parse(schema) is JsonObject text && text["title"] is JsonValue title ? title.ToString() : Of;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The JSON schema of {Of} is no JSON: {e.Message}", nameof(schema), e);
        }
    }

    private static string SchemaOf(JsonTypeInfo<T> type)
    {
        var made = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        if (made is not JsonObject schema) return made.ToJsonString();
        var named = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = Of };
        foreach (var (name, value) in schema) named[name] = value?.DeepClone();
        return named.ToJsonString();
    }
}
