namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>How far a partition's consumer has come with its assignment.</summary>
internal enum Phase
{
    /// <summary>Its shard is being opened.</summary>
    Opening,

    /// <summary>The log is asked where reading begins.</summary>
    Finding,

    /// <summary>The client is being moved there.</summary>
    Seeking,

    /// <summary>Records are read and handed to the shard.</summary>
    Reading,

    /// <summary>Records have been read, and whether they are those that were to come is being asked.</summary>
    Looking,

    /// <summary>The log doesn't have what it should: an operator must decide.</summary>
    Refused,

    /// <summary>It is closed, and opened anew after a wait.</summary>
    Closed,

    /// <summary>The partition is given up: what runs ends.</summary>
    Draining,
}
