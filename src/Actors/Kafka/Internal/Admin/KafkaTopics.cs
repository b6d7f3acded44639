using System.Collections.Concurrent;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>
/// Sees to it that topics exist. Any number of callers and processes may ask for the same topic at once: one of them makes it.
/// </summary>
internal sealed class KafkaTopics : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, Lazy<Task>> _ensured = new();
    private readonly TopicSettings _settings;
    private readonly IAdminClient _admin;
    private readonly ILogger _log;
    private readonly TimeProvider _time;

    internal KafkaTopics(TopicSettings settings, ILogger log, TimeProvider time)
    {
        _settings = settings;
        _log = log;
        _time = time;
        var config = new AdminClientConfig { BootstrapServers = settings.BootstrapServers };
        foreach (var (key, value) in settings.Client) config.Set(key, value);
        _admin = new AdminClientBuilder(config).SetLogHandler((_, message) => ClientLog.Write(log, message)).Build();
    }

    /// <summary>Ends when the topic exists and can be written to. Asked once; a failure is asked again by the next caller.</summary>
    /// <exception cref="TopicException">It can't be made, or it is otherwise than wished for and that is to fail.</exception>
    internal Task Ensure(ITopic topic) => Ensure(new TopicWish(topic.Name, topic.Partitions, topic.Replicas));

    /// <inheritdoc cref="Ensure(ITopic)"/>
    internal async Task Ensure(TopicWish wish)
    {
        // Shared by all callers: nobody's cancellation reaches into it.
        var ensured = _ensured.GetOrAdd(wish.Name, _ => new Lazy<Task>(() => EnsureNow(wish)));
        try
        {
            await ensured.Value;
        }
        catch
        {
            _ensured.TryRemove(new KeyValuePair<string, Lazy<Task>>(wish.Name, ensured));
            throw;
        }
    }

    public void Dispose() => _admin.Dispose();

    private async Task EnsureNow(TopicWish wish)
    {
        TopicName.Check(wish.Name);
        try
        {
            var (topic, brokers) = await Describe(wish.Name);
            if (topic is null)
            {
                await Create(wish, brokers);
                topic = await Appeared(wish.Name);
            }

            Compare(topic, wish, brokers);
        }
        catch (KafkaException e)
        {
            throw new TopicException(wish.Name, $"{e.Error.Reason} ({e.Error.Code}).", e);
        }
    }

    private async Task Create(TopicWish wish, int brokers)
    {
        var specification = new TopicSpecification
        {
            Name = wish.Name,
            NumPartitions = wish.Partitions ?? _settings.Partitions,
            ReplicationFactor = Capped(wish.Replicas ?? _settings.Replicas, brokers),
            Configs = wish.Properties?.ToDictionary() ?? [],
        };
        try
        {
            var options = new CreateTopicsOptions { OperationTimeout = _settings.Timeout, RequestTimeout = _settings.Timeout };
            await _admin.CreateTopicsAsync([specification], options);
            _log.LogInformation(
                "Made topic {Topic}: {Partitions} partitions, {Replicas} replicas.",
                wish.Name, specification.NumPartitions, specification.ReplicationFactor);
        }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            _log.LogDebug("Topic {Topic} has been made by somebody else meanwhile.", wish.Name);
        }
        catch (CreateTopicsException e)
        {
            var error = e.Results[0].Error;
            throw new TopicException(wish.Name, $"it can't be made: {error.Reason} ({error.Code}).", e);
        }
        catch (KafkaException e)
            when (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion or ErrorCode.Local_NotImplemented)
        {
            throw new TopicException(
                wish.Name, "it doesn't exist, and these brokers can't be asked to make it (no CreateTopics). Make it by other means.", e);
        }
    }

    private async Task<TopicMetadata> Appeared(string name)
    {
        var begun = _time.GetTimestamp();
        while (_time.GetElapsedTime(begun) < _settings.Timeout)
        {
            var (topic, _) = await Describe(name);
            if (topic is { Partitions.Count: > 0 } && topic.Partitions.All(p => p.Leader >= 0)) return topic;
            await Task.Delay(LookAgain, _time);
        }

        throw new TopicException(name, $"it has been made, but has no leaders after {_settings.Timeout}.");
    }

    private async Task<(TopicMetadata? Topic, int Brokers)> Describe(string name)
    {
        var metadata = await Task.Factory.StartNew(
            () => _admin.GetMetadata(name, _settings.Timeout),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var topic = metadata.Topics.SingleOrDefault(t => t.Topic == name);
        if (topic is null || topic.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
            return (null, metadata.Brokers.Count);
        if (topic.Error.IsError && topic.Error.Code != ErrorCode.LeaderNotAvailable) throw new KafkaException(topic.Error);
        return (topic, metadata.Brokers.Count);
    }

    private void Compare(TopicMetadata topic, TopicWish wish, int brokers)
    {
        if (_settings.Mismatch == TopicMismatch.Ignore) return;
        var replicas = topic.Partitions.Count == 0 ? 0 : topic.Partitions.Min(p => p.Replicas.Length);
        var problem = wish.Partitions is { } partitions && partitions != topic.Partitions.Count
            ? $"it has {topic.Partitions.Count} partitions instead of {partitions}."
            : wish.Replicas is { } wanted && Capped(wanted, brokers) > replicas
                ? $"it has {replicas} replicas instead of {Capped(wanted, brokers)}."
                : null;
        if (problem is null) return;
        if (_settings.Mismatch == TopicMismatch.Fail) throw new TopicException(topic.Topic, problem);
        _log.LogWarning("Topic {Topic}: {Problem}", topic.Topic, problem);
    }

    private static short Capped(short replicas, int brokers) => (short)Math.Clamp(replicas, (short)1, Math.Max(1, brokers));
}
