namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>A record that a handler has finished, with the offsets before it that hold no record.</summary>
/// <param name="Consumer">The handler's number in the store.</param>
/// <param name="Offset">The record's offset.</param>
/// <param name="First">The first offset that finishes with it.</param>
internal readonly record struct FinishedRow(long Consumer, long Offset, long First);
