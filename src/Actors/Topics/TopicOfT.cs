using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Topics;

/// <summary>A topic and the events in it. Made by <see cref="Topic"/>; immutable.</summary>
/// <typeparam name="T">The event.</typeparam>
public sealed class Topic<T> : ITopic
{
    private readonly Func<T, string?>? _key;
    private readonly string? _definedName;

    internal Topic(string name, ICodec<T> codec, Func<T, string?>? key, string? definedName = null)
    {
        TopicName.Check(name);
        ArgumentNullException.ThrowIfNull(codec);
        Name = name;
        Codec = codec;
        _key = key;
        _definedName = definedName;
    }

    /// <summary>The topic's name.</summary>
    public string Name { get; }

    /// <summary>How its events become bytes.</summary>
    public ICodec<T> Codec { get; }

    /// <summary>Partitions to make the topic with, where this system makes it; null for the configured number.</summary>
    public int? Partitions { get; private init; }

    /// <summary>Replicas to make the topic with, where this system makes it; null for the configured number.</summary>
    public short? Replicas { get; private init; }

    /// <summary>
    /// How long records are kept, where this system makes the topic; null for what is configured, <see cref="Timeout.InfiniteTimeSpan"/>
    /// for ever.
    /// </summary>
    public TimeSpan? Retention { get; private init; }

    /// <summary>
    /// The topic keeps the last event of each key (a table): it is made so, and a null event published to it deletes its key. Null for
    /// what is configured.
    /// </summary>
    public bool? Compacted { get; private init; }

    Type ITopic.EventType => typeof(T);

    object ITopic.Codec => Codec;

    string ITopic.DefinedName => _definedName ?? Name;

    /// <summary>An event's key; null when it has none.</summary>
    public string? KeyOf(T @event) => _key?.Invoke(@event);

    /// <summary>
    /// The same topic, with wishes for when this system makes it. What exists otherwise than wished for is treated as configured
    /// (<see cref="TopicMismatch"/>), and stays as it is.
    /// </summary>
    /// <param name="partitions">Number of partitions.</param>
    /// <param name="replicas">Copies of each; never more than there are brokers.</param>
    /// <param name="retention">How long records are kept; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="compacted">Keeps the last event of each key instead of all events for a time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Topic<T> With(int? partitions = null, short? replicas = null, TimeSpan? retention = null, bool? compacted = null)
    {
        if (partitions is { } p) ArgumentOutOfRangeException.ThrowIfLessThan(p, 1, nameof(partitions));
        if (replicas is { } r) ArgumentOutOfRangeException.ThrowIfLessThan(r, (short)1, nameof(replicas));
        if (retention is { } time && time != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(1), nameof(retention));
        return new Topic<T>(Name, Codec, _key, _definedName)
        {
            Partitions = partitions ?? Partitions,
            Replicas = replicas ?? Replicas,
            Retention = retention ?? Retention,
            Compacted = compacted ?? Compacted,
        };
    }

    ITopic ITopic.Under(string name) => new Topic<T>(name, Codec, _key, Name)
    {
        Partitions = Partitions,
        Replicas = Replicas,
        Retention = Retention,
        Compacted = Compacted,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Reads a record's event, also out of a CloudEvents envelope.</summary>
    /// <exception cref="EventDecodeException">The value is no such event.</exception>
    /// <exception cref="CodecNotReadyException">Whether it is can't be said yet.</exception>
    /// <exception cref="SkippedEventException">It is of a type that the topic passes over.</exception>
    internal T Decode(ReadOnlySpan<byte> value, Headers? headers)
    {
        var structured = headers is not null && CloudEvents.IsStructured(headers);
        var data = structured ? CloudEventEnvelope.Data(value) : value;
        return Codec is ITypedCodec<T> typed
            ? typed.Decode(data, structured ? CloudEventEnvelope.Metadata(value).Type : CloudEvents.TypeOf(headers))
            : Codec.Decode(data);
    }
}
