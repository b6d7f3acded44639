namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>A topic as it should be.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">Null for the configured number, whatever an existing topic has.</param>
/// <param name="Replicas">Null for the configured number, whatever an existing topic has.</param>
/// <param name="Properties">Kafka's topic properties, such as cleanup.policy, for a topic that is made.</param>
internal sealed record TopicWish(
    string Name, int? Partitions = null, short? Replicas = null, IReadOnlyDictionary<string, string>? Properties = null);
