namespace Akka.Events.Topics.Internal;

/// <summary>A topic of whatever event.</summary>
internal interface ITopic
{
    string Name { get; }

    int? Partitions { get; }

    short? Replicas { get; }
}
