using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>Where messages end that nobody takes: they are published on the event stream.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : InternalActorRef
{
    public override ActorPath Path => path;
    internal override ActorSystemImpl SystemOrNull => system;

    public override void Tell(object message, IActorRef sender)
    {
        if (message is null) throw new InvalidMessageException("Message is null");
        if (message is AllDeadLetters letter) Receive(letter.Message, letter.Sender, letter.Recipient);
        else Receive(message, sender, this);
    }

    internal void Receive(object message, IActorRef sender, IActorRef recipient)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), recipient);
                break;
            case AllDeadLetters:
                break; // its subscriber is dead itself: to publish it would bring it here again
            case IDeadLetterSuppression suppressed:
                Publish(new SuppressedDeadLetter(suppressed, sender ?? this, recipient));
                break;
            default:
                Publish(new DeadLetter(message, sender ?? this, recipient));
                break;
        }
    }

    private void Publish(AllDeadLetters letter) => system.EventStream.Publish(letter);
}
