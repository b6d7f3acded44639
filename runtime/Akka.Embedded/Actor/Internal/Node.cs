namespace Akka.Actor.Internal;

/// <summary>One delivery: the message, who sent it, and its place in the queue.</summary>
internal sealed class Node(object message, IActorRef sender)
{
    internal object Message = message;
    internal IActorRef Sender = sender;
    internal Node Next;

    // The order of arrival: what was pushed last is in front.
    internal static Node Reverse(Node newest)
    {
        Node oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }
}
