using System.Text.Json.Serialization.Metadata;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Topics;

/// <summary>Names the types of events on a topic that has several (<c>Topic.Union</c>), each by the ce_type in its records' headers.</summary>
/// <typeparam name="T">What they have in common: a base class or an interface.</typeparam>
public sealed class UnionTypes<T> where T : class
{
    private readonly List<UnionCase<T>> _cases = [];

    internal UnionTypes()
    {
    }

    internal IReadOnlyList<UnionCase<T>> Cases => _cases;

    internal bool SkipsOthers { get; private set; }

    /// <summary>A type of events, in JSON.</summary>
    /// <param name="type">Its name in ce_type; stable. Null: the .NET type's full name, which is what events are published with elsewhere.</param>
    /// <param name="json">What the JSON source generator has made for the type. Default: reflection, with the web's conventions.</param>
    /// <exception cref="ArgumentException">The type, or the name, is there already.</exception>
    public UnionTypes<T> Add<TEvent>(string? type = null, JsonTypeInfo<TEvent>? json = null) where TEvent : class, T =>
        Add(type, new JsonCodec<TEvent>(json));

    /// <summary>A type of events, with a codec of its own.</summary>
    /// <inheritdoc cref="Add{TEvent}(string, JsonTypeInfo{TEvent})"/>
    /// <param name="type">Its name in ce_type; stable. Null: the .NET type's full name, which is what events are published with elsewhere.</param>
    /// <param name="codec">How its events become bytes.</param>
    public UnionTypes<T> Add<TEvent>(string? type, ICodec<TEvent> codec) where TEvent : class, T
    {
        ArgumentNullException.ThrowIfNull(codec);
        type ??= typeof(TEvent).FullName!;
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        if (_cases.Exists(c => c.Type == type)) throw new ArgumentException($"There is a type '{type}' already.", nameof(type));
        if (_cases.Exists(c => c.EventType == typeof(TEvent))) throw new ArgumentException($"{typeof(TEvent).Name} is there already.", nameof(type));
        _cases.Add(new UnionCase<T, TEvent>(type, codec));
        return this;
    }

    /// <summary>
    /// Records of other types, or of none, are passed over and acknowledged. Without it they can't be decoded, and meet the handler's <c>on-undecodable</c>.
    /// </summary>
    public UnionTypes<T> SkipOthers()
    {
        SkipsOthers = true;
        return this;
    }
}
