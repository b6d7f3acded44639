using Akka.Events.Kafka.Internal;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Senders without transactions, of which there may be any number.</summary>
/// <param name="send">Sends a record. The task ends when every in-sync replica has it.</param>
internal sealed class PlainSenders(Func<OutgoingRecord, Task> send) : IOrderedSenders
{
    public bool AreWaitedFor => false;

    public bool AreExact => false;

    public Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken) =>
        Task.FromResult<IOrderedSender>(new PlainSender(send));
}
