using System.Collections.Concurrent;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>
/// Sees to it that topics exist. Any number of callers and processes may ask for the same topic at once: one of them makes it. That it does
/// is believed for a while, and then looked at again behind the callers' backs: a topic may be deleted.
/// </summary>
internal sealed class KafkaTopics(TopicSettings settings, ILogger log, TimeProvider time) : IEventTopics
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(1);

    private readonly SharedAdmin _admin = new(settings, log);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _ensuring = new();
    private readonly ConcurrentDictionary<string, long> _seen = new();
    private readonly ConcurrentDictionary<string, string> _warned = new();

    /// <summary>The topic was there when it was last looked at.</summary>
    internal bool IsReady(ITopic topic)
    {
        if (!_seen.TryGetValue(topic.Name, out var seen)) return false;
        if (time.GetElapsedTime(seen) > BelievedFor && _seen.TryUpdate(topic.Name, time.GetTimestamp(), seen)) _ = LookAgain(topic);
        return true;
    }

    /// <summary>The topic has turned out not to be there.</summary>
    internal void Forget(string topic) => _seen.TryRemove(topic, out _);

    /// <summary>
    /// Whether a topic that exists need not be looked at: nothing is wished for it that could be otherwise.
    /// </summary>
    internal static bool IsIndifferent(ITopic topic) => !TopicWish.Of(topic).IsParticular;

    /// <summary>Ends when the topic exists and can be written to. A failure is asked again by the next caller.</summary>
    /// <exception cref="TopicException">It can't be made, or it is otherwise than wished for and that is to fail.</exception>
    internal Task Ensure(ITopic topic) => Ensure(TopicWish.Of(topic));

    /// <inheritdoc cref="Ensure(ITopic)"/>
    internal async Task Ensure(TopicWish wish)
    {
        TopicName.Check(wish.Name);
        // Shared by all callers: nobody's cancellation reaches into it.
        var ensuring = _ensuring.GetOrAdd(wish.Name, _ => new Lazy<Task>(() => EnsureNow(wish)));
        try
        {
            await ensuring.Value.ConfigureAwait(false);
        }
        finally
        {
            _ensuring.TryRemove(new KeyValuePair<string, Lazy<Task>>(wish.Name, ensuring));
        }
    }

    /// <summary>The same before a first use: where these brokers make no topics, the use itself finds out whether it is there.</summary>
    /// <exception cref="TopicException">It can't be made, or it is otherwise than wished for and that is to fail.</exception>
    internal async Task EnsureOrLeave(ITopic topic)
    {
        if (IsReady(topic)) return;
        try
        {
            await Ensure(topic).ConfigureAwait(false);
        }
        catch (TopicException e) when (AdminErrors.IsUnsupported(e.Code))
        {
            Warn(topic.Name, e.Reason);
            _seen[topic.Name] = time.GetTimestamp();
        }
    }

    public async Task EnsureAsync<T>(Topic<T> topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        await Ensure(settings.Names.Of(topic)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) =>
        Ask<IReadOnlyList<string>>("*", admin => TopicDescriber.List(admin, settings.Timeout), cancellationToken);

    public Task<TopicDetails?> DescribeAsync(string topic, CancellationToken cancellationToken = default)
    {
        TopicName.Check(topic);
        return Ask(topic, admin => TopicDescriber.DescribeOne(admin, topic, settings.Timeout), cancellationToken);
    }

    public Task<bool> DeleteAsync(string topic, CancellationToken cancellationToken = default)
    {
        TopicName.Check(topic);
        Forget(topic);
        return Ask(topic, async admin =>
        {
            try
            {
                var options = new DeleteTopicsOptions { OperationTimeout = settings.Timeout, RequestTimeout = settings.Timeout };
                await admin.DeleteTopicsAsync([topic], options).ConfigureAwait(false);
                KafkaLog.TopicDeleted(log, topic);
                return true;
            }
            catch (DeleteTopicsException e) when (e.Results[0].Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
            {
                return false;
            }
        }, cancellationToken);
    }

    /// <summary>The first offsets whose records have a timestamp not before a time; a partition that has none is left out.</summary>
    /// <exception cref="TopicException">Kafka doesn't say.</exception>
    internal async Task<IReadOnlyDictionary<TopicPartition, long>> OffsetsAt(IReadOnlyList<TopicPartition> partitions, DateTimeOffset at)
    {
        if (partitions.Count == 0) return new Dictionary<TopicPartition, long>();
        var wanted = partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = OffsetSpec.ForTimestamp(at.ToUnixTimeMilliseconds()) }).ToArray();
        var options = new ListOffsetsOptions { RequestTimeout = settings.Timeout, IsolationLevel = IsolationLevel.ReadCommitted };
        var found = await Ask(partitions[0].Topic, admin => admin.ListOffsetsAsync(wanted, options), default).ConfigureAwait(false);
        return found.ResultInfos.Select(info => info.TopicPartitionOffsetError).Where(offset => offset.Offset.Value >= 0)
            .ToDictionary(offset => offset.TopicPartition, offset => offset.Offset.Value);
    }

    private async Task EnsureNow(TopicWish wish)
    {
        var unlike = await _admin.Use(admin => new TopicMaker(settings, admin, log, time).Ensure(wish)).ConfigureAwait(false);
        if (unlike is not null) Warn(wish.Name, unlike);
        else _warned.TryRemove(wish.Name, out _);
        _seen[wish.Name] = time.GetTimestamp();
    }

    private async Task LookAgain(ITopic topic)
    {
        try
        {
            await Ensure(topic).ConfigureAwait(false);
        }
        catch (TopicException e)
        {
            if (!AdminErrors.Passes(e.Code) && !AdminErrors.IsUnsupported(e.Code)) Forget(topic.Name);
        }
    }

    /// <summary>Once, until it is otherwise.</summary>
    private void Warn(string topic, string problem)
    {
        if (_warned.TryGetValue(topic, out var before) && before == problem) return;
        _warned[topic] = problem;
        KafkaLog.TopicUnlike(log, topic, problem);
    }

    private async Task<T> Ask<T>(string topic, Func<IAdminClient, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await _admin.Use(request).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            var error = e is DeleteTopicsException { Results: [var first, ..] } ? first.Error : e.Error;
            throw new TopicException(topic, error.Code, $"{error.Reason} ({error.Code}).", e);
        }
    }
}
