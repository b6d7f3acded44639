namespace Akka.Events.Handling.Internal.Batches;

/// <summary>Rolls a batch's transaction back because its handler has failed some events by themselves.</summary>
internal sealed class EventsFailedException() : Exception("some events of the batch have failed by themselves");
