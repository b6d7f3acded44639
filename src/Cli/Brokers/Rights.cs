using Akka.Events.Cli.Connecting;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>What the user may do, as the brokers say it. One that mayn't even describe something is told by the error that they answer.</summary>
internal static class Rights
{
    public static async Task<(bool Ok, string Found)> ToRead(KafkaConnection kafka, string topic)
    {
        var options = new DescribeTopicsOptions { RequestTimeout = kafka.Timeout, IncludeAuthorizedOperations = true };
        var found = await kafka.Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), options);
        return Said(found.TopicDescriptions[0].AuthorizedOperations, "read");
    }

    public static async Task<(bool Ok, string Found)> ToJoin(KafkaConnection kafka, string group)
    {
        // Describing one that isn't there fails, by the group's protocol in one way or another.
        if ((await KafkaGroup.List(kafka)).All(g => g.Name != group)) return (true, "it isn't there yet, or this user mayn't describe it");
        var options = new DescribeConsumerGroupsOptions { RequestTimeout = kafka.Timeout, IncludeAuthorizedOperations = true };
        try
        {
            var found = await kafka.Admin.DescribeConsumerGroupsAsync([group], options);
            return Said(found.ConsumerGroupDescriptions[0].AuthorizedOperations, "joined");
        }
        catch (DescribeConsumerGroupsException e)
        {
            throw new KafkaException(e.Results.ConsumerGroupDescriptions[0].Error);
        }
    }

    private static (bool, string) Said(List<AclOperation>? operations, string done) =>
        operations is null or { Count: 0 } ? (true, "the brokers don't tell rights")
        : operations.Any(o => o is AclOperation.Read or AclOperation.All) ? (true, $"may be {done}")
        : (false, $"mayn't be {done}: the right Read is missing");
}
