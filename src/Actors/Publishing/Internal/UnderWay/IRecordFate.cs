using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.UnderWay;

/// <summary>Is told how records have ended, on the client's threads.</summary>
internal interface IRecordFate
{
    /// <summary>A record that had a place in flight is gone from there.</summary>
    void Ended();

    /// <summary>A record wasn't acknowledged: what its sender is told.</summary>
    PublishException Refused(string topic, Error error);
}
