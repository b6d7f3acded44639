using System.Buffers;
using System.Collections.Concurrent;

namespace Akka.Events.Topics.Internal;

/// <summary>Several types of events, by their ce_type.</summary>
internal sealed class UnionCodec<T> : ICodec<T>, ITypedCodec<T> where T : class
{
    private readonly Dictionary<string, UnionCase<T>> _byType = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, UnionCase<T>?> _byEvent = new();
    private readonly string _names;
    private readonly bool _skipsOthers;

    public UnionCodec(UnionTypes<T> types)
    {
        if (types.Cases.Count == 0) throw new ArgumentException("It names no type: call Add.", nameof(types));
        foreach (var one in types.Cases)
        {
            _byType.Add(one.Type, one);
            _byEvent[one.EventType] = one;
        }
        ContentType = types.Cases[0].ContentType;
        _names = string.Join(", ", types.Cases.Select(c => $"'{c.Type}'"));
        _skipsOthers = types.SkipsOthers;
    }

    public string ContentType { get; }

    public T Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, null);

    public T Decode(ReadOnlySpan<byte> bytes, string? type)
    {
        if (type is not null && _byType.TryGetValue(type, out var found)) return found.Decode(bytes);
        if (_skipsOthers) throw new SkippedEventException(type);
        throw new EventDecodeException(
            type is null ? $"It has no ce_type; the topic's types are {_names}." : $"Its ce_type is '{type}'; the topic's types are {_names}.");
    }

    public void Encode(T @event, IBufferWriter<byte> output) => CaseOf(@event).Encode(@event, output);

    public (string Type, string ContentType) Of(T @event)
    {
        var one = CaseOf(@event);
        return (one.Type, one.ContentType);
    }

    private UnionCase<T> CaseOf(T @event) =>
        _byEvent.GetOrAdd(@event.GetType(), Nearest)
            ?? throw new ArgumentException($"{@event.GetType().Name} is none of the topic's types: {_names}.", nameof(@event));

    // A derived type that isn't named is written as what it derives from.
    private UnionCase<T>? Nearest(Type type)
    {
        for (var one = type.BaseType; one is not null; one = one.BaseType)
            if (_byType.Values.FirstOrDefault(c => c.EventType == one) is { } found)
                return found;
        return null;
    }
}
