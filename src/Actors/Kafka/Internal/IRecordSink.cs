using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>Takes what a partition's queue holds, one record after another, on the thread that reads.</summary>
internal interface IRecordSink
{
    void OnRecord(in RawRecord record);

    /// <summary>
    /// The end of the log has been reached, behind what was handed over before: no record lies below this offset any more that is to come.
    /// It may be far behind the last one: markers and records of aborted transactions, records that are gone.
    /// </summary>
    void OnEnd(long offset);

    /// <summary>An error that the client reports in the partition's queue (offset out of range, topic deleted, not authorized).</summary>
    void OnError(Error error);
}
