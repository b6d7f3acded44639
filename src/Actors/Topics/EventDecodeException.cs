namespace Akka.Events.Topics;

/// <summary>A record can't be read as an event of its topic.</summary>
public sealed class EventDecodeException : Exception
{
    /// <summary>An exception that doesn't know its record yet.</summary>
    /// <param name="reason">What is wrong with the bytes.</param>
    /// <param name="cause">The exception of the format's own reader.</param>
    public EventDecodeException(string reason, Exception? cause = null)
        : base(reason, cause) => Reason = reason;

    /// <summary>What is wrong with the bytes.</summary>
    public string Reason { get; }

    /// <summary>The record's topic; null before it is known.</summary>
    public string? Topic { get; private set; }

    /// <summary>The record's partition; -1 before it is known.</summary>
    public int Partition { get; private set; } = -1;

    /// <summary>The record's offset; -1 before it is known.</summary>
    public long Offset { get; private set; } = -1;

    /// <inheritdoc />
    public override string Message => Topic is null ? Reason : $"The record {Topic}[{Partition}]@{Offset} can't be decoded: {Reason}";

    /// <summary>Adds where the record lies.</summary>
    internal EventDecodeException At(string topic, int partition, long offset)
    {
        (Topic, Partition, Offset) = (topic, partition, offset);
        return this;
    }
}
