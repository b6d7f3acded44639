namespace Akka.Events.Handling.Internal.Lanes;

internal enum LaneStatus : byte
{
    /// <summary>The state is in memory and nothing runs.</summary>
    Idle,

    /// <summary>The state must be read from the store before anything runs.</summary>
    Cold,

    /// <summary>The state is being read.</summary>
    Loading,

    /// <summary>Something waits, and the lane starts at the end of the shard's turn.</summary>
    Ready,

    /// <summary>The handler actor has the lane.</summary>
    Running,

    /// <summary>The first waiting delivery has failed and waits for its next attempt.</summary>
    BackingOff,

    /// <summary>The first waiting delivery can't be decoded and blocks its key.</summary>
    Blocked,

    /// <summary>The state can't be read back: nothing of this key is handled until that is mended.</summary>
    Unreadable,
}
