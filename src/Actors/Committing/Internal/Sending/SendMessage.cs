using Akka.Actor;
using Akka.Event;

namespace Akka.Events.Committing.Internal.Sending;

/// <summary>To the actor that has a <see cref="ShardSender"/>, for its <see cref="ShardSender.On"/>.</summary>
internal abstract record SendMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression;
