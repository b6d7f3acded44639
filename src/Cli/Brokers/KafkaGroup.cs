using Akka.Events.Cli.Connecting;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>A consumer group as Kafka knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">stable, empty, …; "absent" where Kafka doesn't know it.</param>
/// <param name="Protocol">classic or consumer.</param>
/// <param name="Members">Its members, where the brokers tell.</param>
internal sealed record KafkaGroup(string Name, string State, string? Protocol, IReadOnlyList<KafkaMember> Members)
{
    private const string Absent = "absent";

    public bool Exists => State != Absent;

    /// <summary>A member is there, or may be.</summary>
    public bool IsRunning => State is not (Absent or "empty" or "dead");

    public static async Task<IReadOnlyList<KafkaGroup>> List(KafkaConnection kafka)
    {
        var listed = await kafka.Admin.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { RequestTimeout = kafka.Timeout });
        return [.. listed.Valid.OrderBy(g => g.GroupId, StringComparer.Ordinal).Select(g => new KafkaGroup(g.GroupId, StateName(g.State), Type(g.Type), []))];
    }

    /// <summary>A group with its members.</summary>
    public static async Task<KafkaGroup> Of(KafkaConnection kafka, string name)
    {
        var listed = (await List(kafka)).FirstOrDefault(g => g.Name == name);
        if (listed is null) return new KafkaGroup(name, Absent, null, []);
        try
        {
            var described = await kafka.Admin.DescribeConsumerGroupsAsync([name], new DescribeConsumerGroupsOptions { RequestTimeout = kafka.Timeout });
            return listed with
            {
                Members = [.. described.ConsumerGroupDescriptions[0].Members.Select(m => new KafkaMember(
                    m.ClientId, m.ConsumerId, m.Host?.TrimStart('/'), m.GroupInstanceId is { Length: > 0 } id ? id : null,
                    [.. m.Assignment?.TopicPartitions ?? []]))],
            };
        }
        catch (DescribeConsumerGroupsException)
        {
            // A broker or a client that can't describe this protocol: the group is there all the same.
            return listed;
        }
    }

    /// <summary>What Kafka has of the group's progress; partitions without any are left out.</summary>
    public async Task<Dictionary<TopicPartition, long>> Committed(KafkaConnection kafka)
    {
        // The client ends the process when it asks for a group of a cluster that has had none yet.
        if (!Exists) return [];
        try
        {
            var results = await kafka.Admin.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(Name, null)], new ListConsumerGroupOffsetsOptions { RequestTimeout = kafka.Timeout });
            return results[0].Partitions.Where(p => !p.Error.IsError && p.Offset.Value >= 0).ToDictionary(p => p.TopicPartition, p => p.Offset.Value);
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.GroupIdNotFound)
        {
            return [];
        }
    }

    private static string StateName(ConsumerGroupState state) => state switch
    {
        ConsumerGroupState.PreparingRebalance or ConsumerGroupState.CompletingRebalance => "rebalancing",
        ConsumerGroupState.Unknown => "running",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string? Type(ConsumerGroupType type) => type == ConsumerGroupType.Unknown ? null : type.ToString().ToLowerInvariant();
}
