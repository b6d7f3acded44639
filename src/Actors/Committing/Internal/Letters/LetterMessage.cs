using Akka.Actor;
using Akka.Event;

namespace Akka.Events.Committing.Internal.Letters;

/// <summary>To the actor that has letters carried, for its <see cref="LetterCarrier.On"/>.</summary>
internal abstract record LetterMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression;
