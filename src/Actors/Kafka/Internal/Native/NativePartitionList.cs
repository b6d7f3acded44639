using System.Runtime.InteropServices;
using Akka.Events.Topics;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>rd_kafka_topic_partition_list_t of rdkafka.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartitionList
{
    public int Count;

    public int Size;

    public NativePartition* Elements;
}

/// <summary>rd_kafka_topic_partition_t of rdkafka.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartition
{
    public byte* Topic;

    public int Partition;

    public long Offset;

    public void* Metadata;

    public nuint MetadataSize;

    public void* Opaque;

    public int Error;

    public void* Private;
}
