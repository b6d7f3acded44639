using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>Which failures of a commit pass by themselves, as long as the member still owns the partition.</summary>
internal static class CommitErrors
{
    /// <param name="code">The broker's or the client's error.</param>
    /// <param name="handingOver">
    /// The poll thread waits in a rebalance: the client can't join another generation before that has ended, so an outdated one stays
    /// outdated.
    /// </param>
    internal static bool IsTransient(ErrorCode code, bool handingOver) => code is
        // A rebalance is under way: the client joins the new generation in the background.
        ErrorCode.RebalanceInProgress or ErrorCode.StaleMemberEpoch
        // The coordinator moves, loads or can't be reached.
        or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress or ErrorCode.NotCoordinatorForGroup
        or ErrorCode.RequestTimedOut or ErrorCode.NetworkException
        or ErrorCode.Local_WaitCoord or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_MsgTimedOut
        or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Retry
        || (code == ErrorCode.IllegalGeneration && !handingOver);
}
