namespace Akka.Dispatch;

/// <summary>There is one kind of mailbox: unbounded, first in first out, with room in front for a stash.</summary>
public sealed class Mailboxes
{
    internal const string DefaultMailboxId = "akka.actor.default-mailbox";

    internal Mailboxes() { }
}

public interface IRequiresMessageQueue<T>
    where T : ISemantics;

public interface ISemantics;

public interface IUnboundedMessageQueueSemantics : ISemantics;

public interface IBoundedMessageQueueSemantics : ISemantics;

public interface IDequeBasedMessageQueueSemantics : ISemantics;

public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

public interface IBoundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IBoundedMessageQueueSemantics;
