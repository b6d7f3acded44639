using System.Text.Json.Serialization.Metadata;
using System.Xml.Serialization;
using Akka.Events.Topics.Internal;
using Google.Protobuf;

namespace Akka.Events.Topics;

/// <summary>Names topics: <c>Topic.Json&lt;Flight&gt;("flights", key: f => f.Origin)</c>.</summary>
public static class Topic
{
    /// <summary>A topic of JSON events.</summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <param name="type">What the JSON source generator has made for the type. Default: reflection, with the web's conventions.</param>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<T> Json<T>(string name, Func<T, string?>? key = null, JsonTypeInfo<T>? type = null) =>
        new(name, new JsonCodec<T>(type), key);

    /// <summary>A topic of UTF-8 text.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<string> Text(string name, Func<string, string?>? key = null) => new(name, new TextCodec(), key);

    /// <summary>A topic of bytes as they are.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<byte[]> Bytes(string name, Func<byte[], string?>? key = null) => new(name, new BytesCodec(), key);

    /// <summary>A topic of 64-bit numbers, as Kafka's own LongSerializer writes them.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<long> Long(string name, Func<long, string?>? key = null) => new(name, new LongCodec(), key);

    /// <summary>A topic of Protocol Buffers messages.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<T> Protobuf<T>(string name, Func<T, string?>? key = null)
        where T : IMessage<T>, new() => new(name, new ProtobufCodec<T>(), key);

    /// <summary>A topic of XML documents.</summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <param name="serializer">Reads and writes the type. Default: one that goes by the type and its attributes.</param>
    /// <exception cref="ArgumentException">Kafka allows no such name, or <see cref="XmlSerializer"/> has no way with the type.</exception>
    public static Topic<T> Xml<T>(string name, Func<T, string?>? key = null, XmlSerializer? serializer = null) =>
        new(name, new XmlCodec<T>(serializer), key);

    /// <summary>
    /// A topic of several types of events, told apart by ce_type: <c>Topic.Union&lt;IOrderEvent&gt;("orders", types => types.Add&lt;OrderPlaced&gt;("placed").Add&lt;OrderPaid&gt;("paid"))</c>.
    /// Handlers take all of them, or those of one type (<c>On&lt;OrderPaid&gt;</c>, <c>IEventHandler&lt;OrderPaid&gt;</c>).
    /// </summary>
    /// <param name="name">The topic's name.</param>
    /// <param name="types">Names the types.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <typeparam name="T">What they have in common: a base class or an interface.</typeparam>
    /// <exception cref="ArgumentException">Kafka allows no such name, or no type is named, or one twice.</exception>
    public static Topic<T> Union<T>(string name, Action<UnionTypes<T>> types, Func<T, string?>? key = null) where T : class
    {
        ArgumentNullException.ThrowIfNull(types);
        var named = new UnionTypes<T>();
        types(named);
        return new Topic<T>(name, new UnionCodec<T>(named), key);
    }

    /// <summary>A topic with a codec of your own.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public static Topic<T> Of<T>(string name, ICodec<T> codec, Func<T, string?>? key = null) => new(name, codec, key);

    /// <summary>
    /// The same topic, whose events may be null: for handlers that take tombstones (<c>HandlerOptions.Tombstones</c>) of a value type, of
    /// which there is no null otherwise.
    /// </summary>
    public static Topic<T?> Nullable<T>(this Topic<T> topic) where T : struct
    {
        ArgumentNullException.ThrowIfNull(topic);
        var nullable = new Topic<T?>(topic.Name, new NullableCodec<T>(topic.Codec), e => e is { } value ? topic.KeyOf(value) : null);
        return nullable.With(topic.Partitions, topic.Replicas, topic.Retention, topic.Compacted);
    }
}
