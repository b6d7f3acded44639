using Akka.Actor;
using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

// What the group protocol gives: read as soon as it is whole.
internal sealed partial class KafkaReader
{
    private void OnAssigned(PartitionsAssigned assigned)
    {
        _generation++;
        foreach (var queue in assigned.Queues)
        {
            if (_group.Group.HasEntities && queue.TopicPartition.Partition.Value >= _partitions)
                Context.Parent.Tell(new TopicsChanged($"{queue.TopicPartition} is new: there were {_partitions} partitions"), Self);
            else
                _held[queue.TopicPartition] = queue;
        }
        _group.Observers.Assigned([.. assigned.Queues.Select(q => q.TopicPartition)]);
        _group.Group.Metrics.Rebalanced("assigned", assigned.Queues.Count);
        OpenWhatIsComplete();
        _log.LogInformation(
            "Group {Group}: assigned {Partitions}; {Count} in all", _group.Name, Names(assigned.Queues.Select(q => q.TopicPartition)),
            _assigned.Count + _held.Count);
        LookUpCommitted([.. assigned.Queues.Select(q => q.TopicPartition)]);
    }

    /// <summary>Entities are read only when all topics' partitions of their shard are here: never two half-owned shards.</summary>
    private void OpenWhatIsComplete()
    {
        foreach (var queue in _held.Values.ToArray())
        {
            var partition = queue.TopicPartition;
            if (_group.Group.HasEntities && !_group.Group.Routes.All(r => IsHere(new TopicPartition(r.Name, partition.Partition)))) continue;
            _held.Remove(partition);
            Open(queue);
        }
        if (_held.Count > 0)
        {
            Timers.StartSingleTimer(HeldTooLong.Instance, HeldTooLong.Instance, _group.Options.TopicCheckInterval);
            return;
        }
        Timers.Cancel(HeldTooLong.Instance);
        _group.Problems.Settle(nameof(HeldTooLong));
    }

    private bool IsHere(TopicPartition partition) => _assigned.ContainsKey(partition) || _held.ContainsKey(partition);

    private void Open(IPartitionQueue queue)
    {
        var partition = queue.TopicPartition;
        var route = _group.Group.Routes.First(r => r.Name == partition.Topic);
        var progress = new PartitionProgress(partition);
        var (group, client, shards) = (_group, _client, _shards);
        var consumer = Context.ActorOf(
            Props.Create(() => new PartitionConsumer(group, route, queue, client, shards, progress)),
            $"{partition.Topic}-{partition.Partition.Value}-{_generation}");
        _assigned[partition] = new Assigned(consumer, progress);
        _group.Partitions.Add(progress);
    }

    private void Release(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions) _held.Remove(partition);
        if (_held.Count == 0) _group.Problems.Settle(nameof(HeldTooLong));
    }

    private void OnHeldTooLong()
    {
        if (_held.Count == 0) return;
        var problem = $"{Names(_held.Keys)}: assigned to this process without the same partitions of the group's other topics, and not read: do all its processes read the same topics?";
        if (_group.Problems.Report(nameof(HeldTooLong), problem)) _log.LogError("Group {Group}: {Problem}", _group.Name, problem);
    }

    private sealed class HeldTooLong
    {
        public static readonly HeldTooLong Instance = new();
    }
}
