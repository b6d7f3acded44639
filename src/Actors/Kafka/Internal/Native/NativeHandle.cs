using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>Confluent.Kafka's native client (rd_kafka_t*), which it keeps to itself.</summary>
internal static class NativeHandle
{
    /// <summary>The handle, valid until the client is disposed. False when this version of Confluent.Kafka keeps it elsewhere.</summary>
    internal static bool TryGet(IClient client, out nint handle)
    {
        handle = 0;
        try
        {
            if (LibrdkafkaLoader.TryLoad() && LibrdkafkaHandle(client.Handle) is SafeHandle { IsInvalid: false, IsClosed: false } safe)
                handle = safe.DangerousGetHandle();
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException)
        {
            return false;
        }

        return handle != 0;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object LibrdkafkaHandle(Handle handle);
}
