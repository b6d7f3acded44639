using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Events.Topics;
using Google.Protobuf;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>The codec of a stored type that was given none.</summary>
internal static class StoredCodec
{
    public static ICodec<T> Default<T>(JsonSerializerOptions? json)
    {
        object codec;
        if (typeof(T) == typeof(long)) codec = new LongCodec();
        else if (typeof(T) == typeof(string)) codec = new TextCodec();
        else if (typeof(T) == typeof(byte[])) codec = new BytesCodec();
        else if (typeof(IMessage).IsAssignableFrom(typeof(T)))
            codec = Activator.CreateInstance(typeof(ProtobufCodec<>).MakeGenericType(typeof(T)))!;
        else codec = Json<T>(json);
        return (ICodec<T>)codec;
    }

    private static JsonCodec<T> Json<T>(JsonSerializerOptions? options)
    {
        if (options is null) return new JsonCodec<T>();
        return options.TryGetTypeInfo(typeof(T), out var type)
            ? new JsonCodec<T>((JsonTypeInfo<T>)type)
            : throw new ArgumentException(
                $"the JSON context given to UseJson doesn't know {typeof(T).Name}: add [JsonSerializable(typeof({typeof(T).Name}))] to it");
    }
}
