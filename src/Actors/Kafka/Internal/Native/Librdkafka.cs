using System.Runtime.InteropServices;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>
/// The part of rdkafka.h that Confluent.Kafka doesn't offer: batch reads, a partition's own queue, commits answered through a queue.
/// Resolved to the very library that Confluent.Kafka has loaded (<see cref="LibrdkafkaLoader"/>).
/// </summary>
internal static unsafe partial class Librdkafka
{
    internal const string Name = LibrdkafkaLoader.Name;

    /// <summary>RD_KAFKA_PURGE_F_QUEUE and RD_KAFKA_PURGE_F_INFLIGHT.</summary>
    internal const int PurgeAll = 1 | 2;

    [LibraryImport(Name)]
    internal static partial int rd_kafka_version();

    /// <summary>The queue that rd_kafka_consumer_poll serves.</summary>
    [LibraryImport(Name)]
    internal static partial nint rd_kafka_queue_get_consumer(nint rk);

    /// <summary>The queue of what has been fetched of a partition.</summary>
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_queue_get_partition(nint rk, string topic, int partition);

    [LibraryImport(Name)]
    internal static partial nint rd_kafka_queue_new(nint rk);

    [LibraryImport(Name)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    /// <summary>Ends the forwarding of a queue when the destination is 0.</summary>
    [LibraryImport(Name)]
    internal static partial void rd_kafka_queue_forward(nint source, nint destination);

    /// <summary>
    /// Has the callback called whenever something enters the empty queue, on the thread that put it there, which holds the queue's lock:
    /// the callback must not use the queue. After disabling it (null) no call runs or will run.
    /// </summary>
    [LibraryImport(Name)]
    internal static partial void rd_kafka_queue_cb_event_enable(
        nint queue, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint opaque);

    /// <summary>How much is in the queue.</summary>
    [LibraryImport(Name)]
    internal static partial nuint rd_kafka_queue_length(nint queue);

    /// <summary>Makes the current or else the next poll of the queue return at once.</summary>
    [LibraryImport(Name)]
    internal static partial void rd_kafka_queue_yield(nint queue);

    /// <summary>Runs the callbacks of what is in the queue, on the calling thread.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_queue_poll_callback(nint queue, int timeoutMs);

    /// <summary>Takes up to <paramref name="size"/> messages off the queue; each is to be destroyed. Negative on errors.</summary>
    [LibraryImport(Name)]
    internal static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, NativeMessage** messages, nuint size);

    [LibraryImport(Name)]
    internal static partial void rd_kafka_message_destroy(NativeMessage* message);

    /// <summary>Unix time in milliseconds or -1. Reads a field: no transition of the garbage collector's mode is needed.</summary>
    [LibraryImport(Name), SuppressGCTransition]
    internal static partial long rd_kafka_message_timestamp(NativeMessage* message, out int type);

    /// <summary>The headers, owned by the message; an error code when there are none.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_message_headers(NativeMessage* message, out nint headers);

    /// <summary>The header at an index, in the message's memory; an error code past the last one.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_header_get_all(nint headers, nuint index, out byte* name, out byte* value, out nuint size);

    [LibraryImport(Name)]
    internal static partial NativePartitionList* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativePartition* rd_kafka_topic_partition_list_add(NativePartitionList* list, string topic, int partition);

    [LibraryImport(Name)]
    internal static partial void rd_kafka_topic_partition_list_destroy(NativePartitionList* list);

    /// <summary>Sends a commit; its answer comes through the queue as a call of the callback.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_commit_queue(nint rk, NativePartitionList* offsets, nint queue,
        delegate* unmanaged[Cdecl]<nint, int, NativePartitionList*, nint, void> callback, nint opaque);

    /// <summary>The client's configuration, which lives as long as the client.</summary>
    [LibraryImport(Name)]
    internal static partial nint rd_kafka_conf(nint rk);

    /// <summary>0 when the property has been set.</summary>
    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* error, nuint errorLength);

    /// <summary>Gives a producer's records up; each is reported as failed.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_purge(nint rk, int flags);

    /// <summary>The error after which a producer can't go on, or 0. Its text is left out when the buffer is null.</summary>
    [LibraryImport(Name)]
    internal static partial int rd_kafka_fatal_error(nint rk, byte* text, nuint size);
}
