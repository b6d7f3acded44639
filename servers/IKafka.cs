namespace Akka.Events.LocalServers;

/// <summary>A Kafka of one's own: real or mock.</summary>
public interface IKafka : IAsyncDisposable
{
    /// <summary>The bootstrap servers: "host:port,…".</summary>
    string Bootstrap { get; }

    /// <summary>Creates a topic and returns when it can be used.</summary>
    Task CreateTopicAsync(string name, int partitions);
}
