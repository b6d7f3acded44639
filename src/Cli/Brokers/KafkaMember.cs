using Confluent.Kafka;

namespace Akka.Events.Cli.Brokers;

/// <summary>A member of a consumer group.</summary>
/// <param name="Client">Its client id.</param>
/// <param name="Id">The number that its coordinator has given it.</param>
/// <param name="Host">Where it runs.</param>
/// <param name="Instance">Its static name; null for none.</param>
/// <param name="Partitions">What is assigned to it.</param>
internal sealed record KafkaMember(string Client, string Id, string? Host, string? Instance, IReadOnlyList<TopicPartition> Partitions)
{
    public string Text => $"{Instance ?? Client}{(Host is null ? "" : $" at {Host}")}";
}
