using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Topics;

/// <summary>A topic and the events in it. Made by <see cref="Topic"/>; immutable.</summary>
/// <typeparam name="T">The event.</typeparam>
public sealed class Topic<T> : ITopic
{
    private readonly Func<T, string?>? _key;

    internal Topic(string name, ICodec<T> codec, Func<T, string?>? key)
    {
        TopicName.Check(name);
        ArgumentNullException.ThrowIfNull(codec);
        Name = name;
        Codec = codec;
        _key = key;
    }

    /// <summary>The topic's name.</summary>
    public string Name { get; }

    /// <summary>How its events become bytes.</summary>
    public ICodec<T> Codec { get; }

    /// <summary>Partitions to make the topic with, where this system makes it; null for the configured number.</summary>
    public int? Partitions { get; private init; }

    /// <summary>Replicas to make the topic with, where this system makes it; null for the configured number.</summary>
    public short? Replicas { get; private init; }

    /// <summary>An event's key; null when it has none.</summary>
    public string? KeyOf(T @event) => _key?.Invoke(@event);

    /// <summary>The same topic, with wishes for when this system makes it. An existing topic stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Topic<T> With(int? partitions = null, short? replicas = null)
    {
        if (partitions is { } p) ArgumentOutOfRangeException.ThrowIfLessThan(p, 1, nameof(partitions));
        if (replicas is { } r) ArgumentOutOfRangeException.ThrowIfLessThan(r, (short)1, nameof(replicas));
        return new Topic<T>(Name, Codec, _key) { Partitions = partitions ?? Partitions, Replicas = replicas ?? Replicas };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Reads a record's event, also out of a CloudEvents envelope.</summary>
    /// <exception cref="EventDecodeException">The value is no such event.</exception>
    internal T Decode(ReadOnlySpan<byte> value, Headers? headers)
    {
        if (headers is null || !CloudEvents.IsStructured(headers)) return Codec.Decode(value);
        return Codec.Decode(CloudEventEnvelope.Data(value));
    }
}
