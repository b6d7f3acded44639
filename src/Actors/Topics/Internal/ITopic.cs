namespace Akka.Events.Topics.Internal;

/// <summary>A topic of whatever event.</summary>
internal interface ITopic
{
    string Name { get; }

    int? Partitions { get; }

    short? Replicas { get; }

    /// <summary>Null for what is configured; infinite for ever.</summary>
    TimeSpan? Retention { get; }

    /// <summary>Null for what is configured.</summary>
    bool? Compacted { get; }

    /// <summary>The type of its events.</summary>
    Type EventType { get; }

    /// <summary>The <see cref="ICodec{T}"/> of its events.</summary>
    object Codec { get; }

    /// <summary>What is wished for holds for its making only: where it exists, it is right as it is.</summary>
    bool TakenAsItIs => false;
}
