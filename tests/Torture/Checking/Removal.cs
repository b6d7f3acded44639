namespace Akka.Events.Torture.Checking;

/// <summary>Records that were deleted from the log while they may have been unhandled.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="From">What the group had committed before: everything below it is handled.</param>
/// <param name="Below">The log's new beginning.</param>
internal sealed record Removal(string Topic, int Partition, long From, long Below)
{
    public bool Has(Source source) =>
        source.Topic == Topic && source.Partition == Partition && source.Offset >= From && source.Offset < Below;
}
