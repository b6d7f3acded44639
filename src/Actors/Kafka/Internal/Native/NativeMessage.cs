using System.Runtime.InteropServices;
using Akka.Events.Topics;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>rd_kafka_message_t of rdkafka.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    /// <summary>0, or an error code: the payload is then the error's text.</summary>
    public int Error;

    public nint Topic;

    public int Partition;

    public byte* Value;

    public nuint ValueLength;

    public byte* Key;

    public nuint KeyLength;

    public long Offset;

    public nint Private;
}
