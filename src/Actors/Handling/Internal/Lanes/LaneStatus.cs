namespace Akka.Events.Handling.Internal.Lanes;

internal enum LaneStatus : byte
{
    /// <summary>The state is in memory and nothing runs.</summary>
    Idle,

    /// <summary>The state must be read from the store before anything runs.</summary>
    Cold,

    /// <summary>The state is being read.</summary>
    Loading,

    /// <summary>Something can begin, and the lane is handed to an actor at the end of the shard's turn.</summary>
    Ready,

    /// <summary>A handler actor has the lane.</summary>
    Running,

    /// <summary>The state can't be read back: nothing of this key is handled until that is mended.</summary>
    Unreadable,
}
