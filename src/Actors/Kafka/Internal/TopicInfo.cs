namespace Akka.Events.Kafka.Internal;

/// <summary>What the brokers say of a topic.</summary>
/// <param name="Partitions">Number of its partitions.</param>
/// <param name="Id">Its id, another one each time that a topic of the name is made; empty where the brokers give none.</param>
/// <param name="MayRead">Whether this user has the right to read it.</param>
internal readonly record struct TopicInfo(int Partitions, string Id, bool MayRead = true);
