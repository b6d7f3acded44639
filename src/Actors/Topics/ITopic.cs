namespace Akka.Events.Topics;

/// <summary>A topic of whatever event. Every <see cref="Topic{T}"/> is one, and nothing else.</summary>
public interface ITopic
{
    /// <summary>The topic's name.</summary>
    string Name { get; }

    /// <summary>The type of its events.</summary>
    Type EventType { get; }

    /// <inheritdoc cref="Topic{T}.Partitions"/>
    internal int? Partitions { get; }

    /// <inheritdoc cref="Topic{T}.Replicas"/>
    internal short? Replicas { get; }

    /// <inheritdoc cref="Topic{T}.Retention"/>
    internal TimeSpan? Retention { get; }

    /// <inheritdoc cref="Topic{T}.Compacted"/>
    internal bool? Compacted { get; }

    /// <summary>The <see cref="ICodec{T}"/> of its events.</summary>
    internal object Codec { get; }

    /// <summary>The name by its definition, where a configuration calls it otherwise.</summary>
    internal string DefinedName => Name;

    /// <summary>The same topic under the name that it has in Kafka.</summary>
    internal ITopic Under(string name) => throw new NotSupportedException($"topic '{Name}' has its name in Kafka");

    /// <summary>What is wished for holds for its making only: where it exists, it is right as it is.</summary>
    internal bool TakenAsItIs => false;
}
