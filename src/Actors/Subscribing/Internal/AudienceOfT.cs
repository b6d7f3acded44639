using System.Diagnostics;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Subscribing.Internal;

/// <summary>
/// Subscriptions by the key that they want. A record is decoded once, and only where somebody wants it. Safe from any thread.
/// </summary>
internal sealed class Audience<T>(Topic<T> topic, ILogger log, TimeProvider time) : Audience
{
    private readonly Lock _lock = new();
    private readonly List<EventSubscription<T>> _all = [];
    private readonly Dictionary<byte[], List<EventSubscription<T>>> _ofKey = new(KeyComparer.Instance);
    private readonly LogPace _undecodable = new();

    public override bool IsEmpty
    {
        get
        {
            lock (_lock) return _all.Count == 0 && _ofKey.Count == 0;
        }
    }

    public void Add(EventSubscription<T> subscription)
    {
        lock (_lock)
        {
            if (subscription.KeyBytes is not { } key) _all.Add(subscription);
            else if (_ofKey.TryGetValue(key, out var others)) others.Add(subscription);
            else _ofKey[key] = [subscription];
        }
    }

    public void Remove(EventSubscription<T> subscription)
    {
        lock (_lock)
        {
            if (subscription.KeyBytes is not { } key) _all.Remove(subscription);
            else if (_ofKey.TryGetValue(key, out var others) && others.Remove(subscription) && others.Count == 0) _ofKey.Remove(key);
        }
    }

    public override void OnRecord(int partition, in RawRecord record)
    {
        lock (_lock)
        {
            List<EventSubscription<T>>? ofKey = null;
            if (record.HasKey && _ofKey.Count > 0) _ofKey.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(record.Key, out ofKey);
            if (_all.Count == 0 && ofKey is null) return;
            if (Decoded(partition, record) is not { } received) return;
            Give(_all, received);
            if (ofKey is not null) Give(ofKey, received);
        }
    }

    public override void End()
    {
        EventSubscription<T>[] all;
        lock (_lock) all = [.. _all, .. _ofKey.Values.SelectMany(s => s)];
        foreach (var subscription in all) _ = subscription.DisposeAsync();
    }

    private void Give(List<EventSubscription<T>> subscriptions, ReceivedEvent<T> received)
    {
        foreach (var subscription in subscriptions)
        {
            if (received.IsTombstone && !subscription.Options.Tombstones) continue;
            if (!subscription.Give(received))
                EventsTelemetry.SubscriptionDropped.Add(1, new TagList { { Tags.System, Tags.Kafka }, { Tags.Topic, topic.Name } });
        }
    }

    private ReceivedEvent<T>? Decoded(int partition, in RawRecord record)
    {
        var position = new TopicPartitionOffset(topic.Name, partition, record.Offset);
        try
        {
            var @event = record.HasValue ? topic.Decode(record.Value, record.Headers) : default;
            return new ReceivedEvent<T>(
                position, @event, record.HasKey ? record.Key.ToArray() : null, record.HasValue ? record.Value.ToArray() : null, record.Headers,
                record.Timestamp);
        }
        catch (SkippedEventException)
        {
            return null;
        }
        catch (Exception e) when (e is not CodecNotReadyException)
        {
            if (_undecodable.Take(time.GetElapsedTime(0), out var passedOver))
                SubscribingLog.EventPassedOver(log, topic.Name, partition, record.Offset, Reason.Message(e), LogPace.Others(passedOver));
            return null;
        }
    }
}
