using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>A native message as a record. The record's spans lie in the message's memory.</summary>
internal static unsafe class NativeRecord
{
    internal static RawRecord Of(NativeMessage* message) => new()
    {
        Offset = message->Offset,
        Timestamp = Librdkafka.rd_kafka_message_timestamp(message, out _),
        HasKey = message->Key != null,
        HasValue = message->Value != null,
        Key = new ReadOnlySpan<byte>(message->Key, checked((int)message->KeyLength)),
        Value = new ReadOnlySpan<byte>(message->Value, checked((int)message->ValueLength)),
        Headers = HeadersOf(message),
    };

    internal static Error ErrorOf(NativeMessage* message)
    {
        var code = (ErrorCode)message->Error;
        return message->Value == null
            ? new Error(code)
            : new Error(code, Encoding.UTF8.GetString(message->Value, checked((int)message->ValueLength)).TrimEnd('\0'));
    }

    private static Headers? HeadersOf(NativeMessage* message)
    {
        if (Librdkafka.rd_kafka_message_headers(message, out var list) != 0) return null;
        var headers = new Headers();
        for (nuint i = 0; Librdkafka.rd_kafka_header_get_all(list, i, out var name, out var value, out var size) == 0; i++)
        {
            var bytes = value == null ? null : new ReadOnlySpan<byte>(value, checked((int)size)).ToArray();
            headers.Add(Marshal.PtrToStringUTF8((nint)name)!, bytes);
        }

        return headers;
    }
}
