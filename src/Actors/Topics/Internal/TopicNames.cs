using System.Runtime.CompilerServices;

namespace Akka.Events.Topics.Internal;

/// <summary>What topics are called in Kafka, where a configuration says otherwise than their definitions.</summary>
/// <param name="prefix">Stands before the name of each topic that has none of its own.</param>
/// <param name="names">Names of topics by those of their definitions.</param>
internal sealed class TopicNames(string prefix, IReadOnlyDictionary<string, string> names)
{
    private readonly ConditionalWeakTable<ITopic, ITopic> _renamed = [];
    private readonly bool _asDefined = prefix.Length == 0 && names.Count == 0;

    /// <summary>All as their definitions say.</summary>
    public static TopicNames AsDefined { get; } = new("", new Dictionary<string, string>());

    public string Of(string name) => names.TryGetValue(name, out var own) ? own : prefix + name;

    /// <summary>The topic by its name in Kafka; one that is that already stays as it is.</summary>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public ITopic Of(ITopic topic)
    {
        // A topic without a definition is given by null to tests of arguments, which are others'.
        if (_asDefined || topic is null || !ReferenceEquals(topic.DefinedName, topic.Name)) return topic!;
        return _renamed.GetValue(topic, t => t.Under(Of(t.Name)));
    }

    public Topic<T> Of<T>(Topic<T> topic) => (Topic<T>)Of((ITopic)topic);
}
