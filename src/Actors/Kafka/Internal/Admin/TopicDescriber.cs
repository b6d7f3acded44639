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
        var options = new DescribeTopicsOptions { RequestTimeout = timeout, IncludeAuthorizedOperations = true };
        IReadOnlyList<TopicDescription> found;
        try
        {
            found = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            found = e.Results.TopicDescriptions;
        }
        var infos = new Dictionary<string, TopicInfo>();
        foreach (var topic in found)
        {
            if (topic.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic) continue;
            if (topic.Error.Code == ErrorCode.TopicAuthorizationFailed)
                throw new KafkaException(new Error(topic.Error.Code, $"this user may not describe topic '{topic.Name}': it needs the right Describe, and Read to read it"));
            if (topic.Error.IsError && topic.Error.Code != ErrorCode.LeaderNotAvailable) throw new KafkaException(topic.Error);
            if (topic.Partitions.Count > 0)
                infos[topic.Name] = new TopicInfo(topic.Partitions.Count, Id(topic.TopicId), MayRead(topic.AuthorizedOperations));
        }
        return infos;
    }

    private static string Id(Uuid? id) => id is null || id.MostSignificantBits == 0 && id.LeastSignificantBits == 0 ? "" : id.ToString();

    // A broker that keeps no rights, or doesn't tell them, lets everybody read.
    private static bool MayRead(List<AclOperation>? rights) =>
        rights is null or [] || rights.Contains(AclOperation.Read) || rights.Contains(AclOperation.All);
}
