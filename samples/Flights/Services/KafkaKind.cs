namespace Flights.Services;

/// <summary>Where Kafka comes from.</summary>
internal enum KafkaKind
{
    /// <summary>One that runs already, named by the user.</summary>
    Given,

    /// <summary>An Apache Kafka started for this run.</summary>
    Real,

    /// <summary>librdkafka's mock cluster in this process, for want of a real one.</summary>
    Mock,
}
