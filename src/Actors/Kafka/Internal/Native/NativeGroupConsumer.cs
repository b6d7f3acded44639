using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Events.Kafka.Internal.Group;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>
/// Reads each partition from librdkafka's own queue of it, in batches. The main queue is polled for rebalances and errors alone; commits go
/// out without waiting and are answered through a queue of their own.
/// </summary>
internal sealed unsafe class NativeGroupConsumer : GroupConsumer
{
    private readonly nint _client;
    private readonly nint _main;
    private readonly nint _answers;
    private readonly string _group;
    private readonly FetchPatience _patience;
    private readonly GCHandle _self;

    /// <exception cref="NotSupportedException">The native client can't be had.</exception>
    internal NativeGroupConsumer(GroupConsumerSettings settings, ILogger log, TimeProvider time)
        : base(settings, log, time)
    {
        _group = settings.GroupId;
        if (!NativeHandle.TryGet(Client, out _client))
        {
            Client.Dispose();
            throw new NotSupportedException("Confluent.Kafka's native client can't be reached.");
        }

        _patience = new FetchPatience(_client, !settings.Client.ContainsKey("fetch.wait.max.ms"), time, log);
        _self = GCHandle.Alloc(this);
        _main = Librdkafka.rd_kafka_queue_get_consumer(_client);
        _answers = Librdkafka.rd_kafka_queue_new(_client);
        Librdkafka.rd_kafka_queue_cb_event_enable(_answers, &OnAnswered, GCHandle.ToIntPtr(_self));
    }

    protected override void Poll(TimeSpan timeout)
    {
        if (Client.Consume(timeout) is not { IsPartitionEOF: false } stray || !Owns(stray.TopicPartition)) return;
        // Every owned partition's records come from its own queue; should one ever come through here, it is read again there.
        KafkaLog.StrayRecord(Log, _group, stray.Topic, stray.Partition.Value, stray.Offset.Value);
        Client.Seek(stray.TopicPartitionOffset);
    }

    protected override void Interrupt() => Librdkafka.rd_kafka_queue_yield(_main);

    protected override PartitionQueue CreateQueue(TopicPartition partition) => new NativePartitionQueue(_client, partition, _patience, Log);

    protected override void ServeClient()
    {
        Librdkafka.rd_kafka_queue_poll_callback(_answers, 0);
        _patience.Look();
    }

    protected override void Send(IReadOnlyList<TopicPartitionOffset> offsets)
    {
        var list = Librdkafka.rd_kafka_topic_partition_list_new(offsets.Count);
        try
        {
            foreach (var offset in offsets)
                Librdkafka.rd_kafka_topic_partition_list_add(list, offset.Topic, offset.Partition)->Offset = offset.Offset;
            var error = Librdkafka.rd_kafka_commit_queue(_client, list, _answers, &OnCommitted, GCHandle.ToIntPtr(_self));
            if (error != 0) Commits.Completed(_ => new Error((ErrorCode)error));
        }
        finally
        {
            Librdkafka.rd_kafka_topic_partition_list_destroy(list);
        }
    }

    protected override void ReleaseClient()
    {
        Librdkafka.rd_kafka_queue_cb_event_enable(_answers, null, 0);
        Librdkafka.rd_kafka_queue_destroy(_answers);
        Librdkafka.rd_kafka_queue_destroy(_main);
        Client.Dispose();
        _self.Free();
    }

    /// <summary>On one of the client's threads: an answer lies in the queue.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAnswered(nint client, nint opaque) => ((NativeGroupConsumer)GCHandle.FromIntPtr(opaque).Target!).Wake();

    /// <summary>On the poll thread, from <see cref="ServeClient"/>.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCommitted(nint client, int error, NativePartitionList* offsets, nint opaque)
    {
        var errors = new Dictionary<TopicPartition, Error>();
        for (var i = 0; offsets != null && i < offsets->Count; i++)
        {
            var partition = offsets->Elements[i];
            if (partition.Error == 0) continue;
            var name = Marshal.PtrToStringUTF8((nint)partition.Topic)!;
            errors[new TopicPartition(name, partition.Partition)] = new Error((ErrorCode)partition.Error);
        }

        // The overall error stands for partitions without one of their own, unless it only repeats theirs.
        var rest = error != 0 && errors.Count == 0 ? new Error((ErrorCode)error) : null;
        ((NativeGroupConsumer)GCHandle.FromIntPtr(opaque).Target!).Commits.Completed(p => errors.GetValueOrDefault(p, rest!));
    }
}
