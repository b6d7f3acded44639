namespace Akka.Events.Operating.Internal.Queries;

/// <summary>Where a query is.</summary>
internal enum QueryPlace
{
    /// <summary>Nowhere: its shard isn't open in any place that is known.</summary>
    Waiting,

    /// <summary>With the shard in this process.</summary>
    Here,

    /// <summary>With another node.</summary>
    Elsewhere,
}
