using System.Globalization;
using Akka.Events.LocalServers;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Flights.Input;

namespace Flights.Services;

/// <summary>
/// Whether the mock cluster holds a file's flights: it drops the oldest records of a full partition without a word, so this must be known
/// before.
/// </summary>
internal static class MockCapacity
{
    /// <summary>A flight as a record, uncompressed: some 100 bytes of JSON, 200 of CloudEvents headers, and what frames them.</summary>
    private const int RecordBytes = 400;

    private const long FlightsPerPartition = MockKafka.BytesPerPartition / RecordBytes;

    /// <exception cref="InputException">It doesn't.</exception>
    public static void Check(Recount recount, int partitions)
    {
        var largest = recount.Airports
            .GroupBy(airport => Murmur2Partitioner.Partition(KeyText.ToBytes(airport), partitions), airport => recount[airport].Flights)
            .Max(partition => partition.Sum());
        if (largest <= FlightsPerPartition) return;
        throw new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {recount.Flights:N0} flights are too many for the mock Kafka: a partition holds {FlightsPerPartition:N0}, and one would get {largest:N0}.
            Name a Kafka that runs with --kafka HOST:PORT or AKKA_EVENTS_KAFKA, or an Apache Kafka's folder in KAFKA_HOME.
            """));
    }
}
