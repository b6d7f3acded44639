using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>Makes one topic, or compares it with what it should be where it exists. Any number of processes may do so at once.</summary>
internal sealed class TopicMaker(TopicSettings settings, IAdminClient admin, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends when the topic exists and can be written to; with what is otherwise than wished for, where that is only warned of.</summary>
    /// <exception cref="TopicException">It can't be made, or it is otherwise than wished for and that is to fail.</exception>
    internal async Task<string?> Ensure(TopicWish wish)
    {
        try
        {
            var topic = await Describe(wish.Name).ConfigureAwait(false);
            if (topic is not null) return await Compare(topic, wish).ConfigureAwait(false);
            await Create(wish).ConfigureAwait(false);
            return await Compare(await Appeared(wish.Name).ConfigureAwait(false), wish).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            throw new TopicException(wish.Name, e.Error.Code, $"{e.Error.Reason} ({e.Error.Code}).", e);
        }
    }

    private async Task Create(TopicWish wish)
    {
        var specification = new TopicSpecification
        {
            Name = wish.Name,
            NumPartitions = wish.Partitions ?? settings.Partitions,
            ReplicationFactor = Capped(wish.Replicas ?? settings.Replicas, await Brokers().ConfigureAwait(false)),
            Configs = wish.PropertiesOr(settings),
        };
        try
        {
            var options = new CreateTopicsOptions { OperationTimeout = settings.Timeout, RequestTimeout = settings.Timeout };
            await admin.CreateTopicsAsync([specification], options).ConfigureAwait(false);
            KafkaLog.TopicMade(
                log, wish.Name, specification.NumPartitions, specification.ReplicationFactor,
                string.Join(", ", specification.Configs.Select(p => $"{p.Key}={p.Value}")));
        }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            KafkaLog.TopicMadeMeanwhile(log, wish.Name);
        }
        catch (CreateTopicsException e)
        {
            var error = e.Results[0].Error;
            throw new TopicException(
                wish.Name, error.Code, $"it doesn't exist, and can't be made: {Reason(error)} ({error.Code}).", e);
        }
        catch (KafkaException e) when (AdminErrors.IsUnsupported(e.Error.Code))
        {
            throw new TopicException(
                wish.Name, e.Error.Code,
                "it doesn't exist, and these brokers can't be asked to make it (no CreateTopics). Make it by other means.", e);
        }
    }

    private static string Reason(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        ? "this user has no right to (Create on the topic or the cluster); give it, make the topic by other means, or set topics.create = off"
        : error.Reason;

    private async Task<TopicDescription> Appeared(string name)
    {
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < settings.Timeout)
        {
            var topic = await Describe(name).ConfigureAwait(false);
            if (topic is { Partitions.Count: > 0 } && topic.Partitions.All(p => p.Leader is not null)) return topic;
            await Task.Delay(LookAgain, time).ConfigureAwait(false);
        }

        throw new TopicException(name, ErrorCode.LeaderNotAvailable, $"it has been made, but has no leaders after {settings.Timeout}.");
    }

    private async Task<TopicDescription?> Describe(string name)
    {
        var found = await TopicDescriber.Find(admin, [name], settings.Timeout, rights: false).ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    private async Task<string?> Compare(TopicDescription topic, TopicWish wish)
    {
        if (settings.Mismatch == TopicMismatch.Ignore || !wish.IsParticular) return null;
        var problem = wish.Partitions is { } partitions && partitions != topic.Partitions.Count
            ? $"it has {topic.Partitions.Count} partitions instead of {partitions}."
            : wish.Replicas is { } replicas && await TooFew(topic, replicas).ConfigureAwait(false) is { } fewer
                ? fewer
                : wish.Properties is { Count: > 0 } properties ? await Unlike(topic.Name, properties).ConfigureAwait(false) : null;
        return problem is not null && settings.Mismatch == TopicMismatch.Fail
            ? throw new TopicException(topic.Name, ErrorCode.InvalidConfig, problem)
            : problem;
    }

    private async Task<string?> TooFew(TopicDescription topic, short wanted)
    {
        var replicas = topic.Partitions.Min(p => p.Replicas.Count);
        if (replicas >= wanted) return null;
        var possible = Capped(wanted, await Brokers().ConfigureAwait(false));
        return possible > replicas ? $"it has {replicas} replicas instead of {possible}." : null;
    }

    private async Task<string?> Unlike(string topic, IReadOnlyDictionary<string, string> wanted)
    {
        IReadOnlyDictionary<string, string> properties;
        try
        {
            properties = await TopicDescriber.Properties(admin, topic, settings.Timeout).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            // Without the right DescribeConfigs there is nothing to compare.
            KafkaLog.TopicPropertiesUnknown(log, topic, e.Error.Reason);
            return null;
        }
        var unlike = wanted.Where(p => properties.TryGetValue(p.Key, out var value) && value != p.Value).ToArray();
        return unlike.Length == 0 ? null
            : $"it has {string.Join(", ", unlike.Select(p => $"{p.Key}={properties[p.Key]} instead of {p.Value}"))}.";
    }

    private async Task<int> Brokers()
    {
        var options = new DescribeClusterOptions { RequestTimeout = settings.Timeout };
        return (await admin.DescribeClusterAsync(options).ConfigureAwait(false)).Nodes.Count;
    }

    private static short Capped(short replicas, int brokers) => (short)Math.Clamp(replicas, (short)1, Math.Max(1, brokers));
}
