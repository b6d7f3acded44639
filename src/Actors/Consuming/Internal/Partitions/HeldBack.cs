namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>What keeps a partition from being read on.</summary>
internal enum HeldBack
{
    /// <summary>Nothing.</summary>
    No,

    /// <summary>As much is under way as may be; reading goes on at half.</summary>
    ByWhatIsUnderWay,

    /// <summary>Too many records have finished behind one that hasn't.</summary>
    ByOneRecord,
}
