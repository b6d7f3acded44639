namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>What keeps a lane's first event, and those behind it, from beginning. Queries don't wait for it.</summary>
internal enum LaneObstacle : byte
{
    None,

    /// <summary>The event has failed, and waits for its next attempt.</summary>
    BackingOff,

    /// <summary>The event can't be handled and blocks its key.</summary>
    Blocked,
}
