using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Events.Kafka.Internal.Group;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>
/// librdkafka's own queue of a partition, taken out of the consumer's main queue. Must be made inside the assigned handler: once fetching
/// has begun, the queue flows into the main queue.
/// </summary>
internal sealed unsafe class NativePartitionQueue : PartitionQueue
{
    /// <summary>Messages taken in one native call.</summary>
    private const int Chunk = 256;

    private readonly Lock _reading = new();
    private readonly FetchPatience _patience;
    private readonly ILogger _log;
    private readonly GCHandle _self;
    private volatile Action? _available;
    private nint _queue;

    public NativePartitionQueue(nint client, TopicPartition partition, FetchPatience patience, ILogger log)
        : base(partition)
    {
        _patience = patience;
        _log = log;
        _queue = Librdkafka.rd_kafka_queue_get_partition(client, partition.Topic, partition.Partition);
        if (_queue == 0) throw new KafkaException(new Error(ErrorCode.Local_UnknownPartition, $"The client has no queue for {partition}."));

        _self = GCHandle.Alloc(this);
        Librdkafka.rd_kafka_queue_forward(_queue, 0);
        Librdkafka.rd_kafka_queue_cb_event_enable(_queue, &OnAvailable, GCHandle.ToIntPtr(_self));
    }

    public override Action? Available
    {
        set
        {
            _available = value;
            value?.Invoke();
        }
    }

    internal override bool IsEmpty
    {
        get
        {
            lock (_reading) return _queue == 0 || Librdkafka.rd_kafka_queue_length(_queue) == 0;
        }
    }

    public override int Read(int max, IRecordSink sink)
    {
        lock (_reading)
        {
            if (_queue == 0) return 0;
            var messages = stackalloc NativeMessage*[Chunk];
            var total = 0;
            while (total < max)
            {
                var wanted = Math.Min(max - total, Chunk);
                var count = (int)Librdkafka.rd_kafka_consume_batch_queue(_queue, 0, messages, (nuint)wanted);
                if (count <= 0) break;
                HandOver(new ReadOnlySpan<nint>(messages, count), sink);
                total += count;
                if (count < wanted) break;
            }

            if (total > 0) _patience.Read();
            return total;
        }
    }

    internal override void Release()
    {
        lock (_reading)
        {
            if (_queue == 0) return;
            Librdkafka.rd_kafka_queue_cb_event_enable(_queue, null, 0);
            Drain();
            Librdkafka.rd_kafka_queue_destroy(_queue);
            _queue = 0;
            _available = null;
            _self.Free();
        }
    }

    private void HandOver(ReadOnlySpan<nint> messages, IRecordSink sink)
    {
        var next = 0;
        try
        {
            for (; next < messages.Length; next++)
            {
                var message = (NativeMessage*)messages[next];
                if (message->Error == 0)
                {
                    sink.OnRecord(NativeRecord.Of(message));
                    Next = message->Offset + 1;
                }
                else if (message->Error == (int)ErrorCode.Local_PartitionEOF)
                {
                    sink.OnEnd(message->Offset);
                    Next = message->Offset;
                }
                else sink.OnError(NativeRecord.ErrorOf(message));
                Librdkafka.rd_kafka_message_destroy(message);
            }
        }
        finally
        {
            // Only after a sink's exception: nothing of the native memory may stay behind.
            for (; next < messages.Length; next++) Librdkafka.rd_kafka_message_destroy((NativeMessage*)messages[next]);
        }
    }

    /// <summary>Frees what was prefetched: nobody will read this queue until the partition is assigned again.</summary>
    private void Drain()
    {
        var messages = stackalloc NativeMessage*[Chunk];
        int count;
        while ((count = (int)Librdkafka.rd_kafka_consume_batch_queue(_queue, 0, messages, Chunk)) > 0)
            for (var i = 0; i < count; i++) Librdkafka.rd_kafka_message_destroy(messages[i]);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAvailable(nint client, nint opaque)
    {
        var queue = (NativePartitionQueue)GCHandle.FromIntPtr(opaque).Target!;
        try
        {
            queue._available?.Invoke();
        }
        catch (Exception e)
        {
            // An exception must not travel into native code.
            KafkaLog.QueueReaderFailed(queue._log, e, queue.TopicPartition.Topic, queue.TopicPartition.Partition.Value);
        }
    }
}
