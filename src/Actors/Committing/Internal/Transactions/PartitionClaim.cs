using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>A partition as its new owner finds it: nobody with a lower epoch changes anything of it any more.</summary>
/// <param name="Id">The partition's number in the store.</param>
/// <param name="Epoch">The ownership's number.</param>
/// <param name="Handlers">What the group's handlers have finished, by their names.</param>
internal sealed record PartitionClaim(long Id, long Epoch, IReadOnlyDictionary<string, ClaimedHandler> Handlers)
{
    /// <summary>For each handler it is known where it stands.</summary>
    public bool HasBegun => Handlers.Values.All(handler => handler.Finished is not null);
}

/// <param name="Consumer">The handler's number in the store.</param>
/// <param name="Finished">What it has finished; null where it hasn't begun.</param>
internal sealed record ClaimedHandler(long Consumer, FinishedOffsets? Finished);
