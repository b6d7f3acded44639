using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>Asks a client for topics, without creating any.</summary>
internal static class TopicDescriber
{
    /// <summary>The topics that exist, by name.</summary>
    /// <exception cref="KafkaException">No broker answered in time, or a topic may not be described.</exception>
    internal static async Task<IReadOnlyDictionary<string, TopicInfo>> Describe(
        Handle client, IReadOnlyCollection<string> topics, TimeSpan timeout)
    {
        using var admin = new DependentAdminClientBuilder(client).Build();
        var infos = new Dictionary<string, TopicInfo>();
        foreach (var topic in await Find(admin, topics, timeout, rights: true).ConfigureAwait(false))
            if (topic.Partitions.Count > 0)
                infos[topic.Name] = new TopicInfo(topic.Partitions.Count, Id(topic.TopicId), MayRead(topic.AuthorizedOperations));
        return infos;
    }

    /// <summary>Those of the topics that exist.</summary>
    /// <exception cref="KafkaException">No broker answered in time, or a topic may not be described.</exception>
    internal static async Task<IReadOnlyList<TopicDescription>> Find(
        IAdminClient admin, IReadOnlyCollection<string> topics, TimeSpan timeout, bool rights)
    {
        var options = new DescribeTopicsOptions { RequestTimeout = timeout, IncludeAuthorizedOperations = rights };
        IReadOnlyList<TopicDescription> found;
        try
        {
            found = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            found = e.Results.TopicDescriptions;
        }
        var existing = new List<TopicDescription>();
        foreach (var topic in found)
        {
            if (topic.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic) continue;
            if (topic.Error.Code == ErrorCode.TopicAuthorizationFailed)
                throw new KafkaException(new Error(
                    topic.Error.Code, $"this user may not describe topic '{topic.Name}': it needs the right Describe, and Read to read it"));
            if (topic.Error.IsError && topic.Error.Code != ErrorCode.LeaderNotAvailable) throw new KafkaException(topic.Error);
            existing.Add(topic);
        }
        return existing;
    }

    /// <summary>A topic as its users see it; null when it doesn't exist.</summary>
    /// <exception cref="KafkaException">No broker answered in time, or the topic may not be described.</exception>
    internal static async Task<TopicDetails?> DescribeOne(IAdminClient admin, string topic, TimeSpan timeout)
    {
        var found = (await Find(admin, [topic], timeout, rights: false).ConfigureAwait(false)).SingleOrDefault();
        if (found is null) return null;
        var properties = await Properties(admin, topic, timeout).ConfigureAwait(false);
        return new TopicDetails(
            topic, found.Partitions.Count, found.Partitions.Select(p => p.Replicas.Count).DefaultIfEmpty().Min(), properties);
    }

    /// <summary>The properties that hold for a topic, by name.</summary>
    /// <exception cref="KafkaException">They may not be described.</exception>
    internal static async Task<IReadOnlyDictionary<string, string>> Properties(IAdminClient admin, string topic, TimeSpan timeout)
    {
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var options = new DescribeConfigsOptions { RequestTimeout = timeout };
        var results = await admin.DescribeConfigsAsync([resource], options).ConfigureAwait(false);
        return results[0].Entries.Where(e => e.Value.Value is not null).ToDictionary(e => e.Key, e => e.Value.Value, StringComparer.Ordinal);
    }

    /// <summary>The names of all topics, in order, but for Kafka's own.</summary>
    /// <exception cref="KafkaException">No broker answered in time.</exception>
    internal static Task<IReadOnlyList<string>> List(IAdminClient admin, TimeSpan timeout) =>
        Task.Factory.StartNew<IReadOnlyList<string>>(
            () =>
            {
                var topics = admin.GetMetadata(timeout).Topics.Select(t => t.Topic);
                return [.. topics.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Id(Uuid? id) => id is null || id.MostSignificantBits == 0 && id.LeastSignificantBits == 0 ? "" : id.ToString();

    // A broker that keeps no rights, or doesn't tell them, lets everybody read.
    private static bool MayRead(List<AclOperation>? rights) =>
        rights is null or [] || rights.Contains(AclOperation.Read) || rights.Contains(AclOperation.All);
}
