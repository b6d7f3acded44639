using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Topics;

/// <summary>JSON by System.Text.Json. A byte order mark in front is skipped.</summary>
/// <typeparam name="T">The event.</typeparam>
public sealed class JsonCodec<T> : ICodec<T>
{
    [ThreadStatic]
    private static Utf8JsonWriter? _pooled;

    private readonly JsonTypeInfo<T> _type;
    private readonly JsonWriterOptions _options;

    /// <summary>A codec for a type.</summary>
    /// <param name="type">
    /// What the source generator has made for the type (quicker, and needed when trimming). Default: by reflection, with the web's
    /// conventions (<see cref="JsonSerializerOptions.Web"/>: camel case, case-insensitive, numbers also read from strings).
    /// </param>
    public JsonCodec(JsonTypeInfo<T>? type = null)
    {
        _type = type ?? (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));
        _options = new JsonWriterOptions { Encoder = _type.Options.Encoder, SkipValidation = true };
    }

    /// <inheritdoc />
    public string ContentType => "application/json";

    /// <inheritdoc />
    public T Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.IsEmpty)
            throw new EventDecodeException(
                $"The value is empty, which is no JSON of a {typeof(T).Name}. (What deletes a key is a null value, a tombstone.)");
        try
        {
            return JsonSerializer.Deserialize(bytes, _type)
                ?? throw new EventDecodeException($"JSON null where a {typeof(T).Name} is expected.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException)
        {
            throw new EventDecodeException($"It is no JSON of a {typeof(T).Name}: {e.Message}{RegistryFraming.Hint(bytes)}", e);
        }
    }

    /// <inheritdoc />
    public void Encode(T @event, IBufferWriter<byte> output)
    {
        // Taken out while in use: a converter may come back here for another value.
        var writer = _pooled;
        _pooled = null;
        if (writer is null || writer.Options.Encoder != _options.Encoder) writer = new Utf8JsonWriter(output, _options);
        else writer.Reset(output);
        JsonSerializer.Serialize(writer, @event, _type);
        writer.Flush();
        writer.Reset(Nothing.Instance);
        _pooled = writer;
    }

    /// <summary>Alike are those that read and write by the same description of the type.</summary>
    public override bool Equals(object? obj) => obj is JsonCodec<T> other && ReferenceEquals(other._type, _type);

    /// <inheritdoc />
    public override int GetHashCode() => _type.GetHashCode();

    /// <summary>What a resting writer points at, so that it keeps no output alive.</summary>
    private sealed class Nothing : IBufferWriter<byte>
    {
        internal static readonly Nothing Instance = new();

        public void Advance(int count) => throw new InvalidOperationException();

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new InvalidOperationException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new InvalidOperationException();
    }
}
