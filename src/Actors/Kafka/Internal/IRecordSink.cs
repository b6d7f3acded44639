using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>Takes what a partition's queue holds, one record after another, on the thread that reads.</summary>
internal interface IRecordSink
{
    void OnRecord(in RawRecord record);

    /// <summary>An error that the client reports in the partition's queue (offset out of range, topic deleted, not authorized).</summary>
    void OnError(Error error);
}
