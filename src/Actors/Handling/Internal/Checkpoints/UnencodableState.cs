using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>A state that its codec refuses to encode, though it came of events that could be.</summary>
/// <param name="Type">The entity.</param>
/// <param name="Key">Its key.</param>
/// <param name="SequenceNr">Journal sequence number of the last batch that changed it.</param>
/// <param name="Reason">What the codec said.</param>
internal sealed record UnencodableState(EntityType Type, byte[] Key, long SequenceNr, Exception Reason);
