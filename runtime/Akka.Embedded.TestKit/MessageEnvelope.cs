using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A message that a test actor received, and who sent it.</summary>
public sealed class MessageEnvelope
{
    internal static readonly MessageEnvelope None = new(null, ActorRefs.NoSender);

    internal MessageEnvelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    public object Message { get; }
    public IActorRef Sender { get; }

    public override string ToString() => $"<{Message ?? "null"}> from {Sender?.ToString() ?? "no sender"}";
}
