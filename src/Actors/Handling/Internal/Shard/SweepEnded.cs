using Akka.Actor;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>To the shard: all stored states have been handed over, unless there was a failure.</summary>
internal sealed record SweepEnded(Exception? Failure) : INoSerializationVerificationNeeded;
