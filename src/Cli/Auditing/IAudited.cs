using Confluent.Kafka;

namespace Akka.Events.Cli.Auditing;

/// <summary>A part of a group's books, looked through.</summary>
internal interface IAudited
{
    string Name { get; }

    long Rows { get; }

    /// <summary>Offsets that are finished, by what was looked through.</summary>
    long Finished { get; }

    long Events { get; }

    long States { get; }

    /// <summary>States that were folded anew.</summary>
    long Folded => 0;

    /// <summary>Records of Kafka that were compared.</summary>
    long Records { get; set; }

    List<string> Differences { get; }

    /// <summary>What could not be compared, and why.</summary>
    List<string> Notes { get; }

    /// <summary>Up to where every handler has finished a partition, in its order.</summary>
    IReadOnlyDictionary<TopicPartition, long> Watermarks { get; }

    /// <summary>The newest events' records.</summary>
    IReadOnlyCollection<SourceRecord> Sources { get; }
}
