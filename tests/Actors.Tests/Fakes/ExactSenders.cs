using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.Tests.Fakes;

/// <summary>Sends to a post, and says that nothing arrives twice.</summary>
internal sealed class ExactSenders(FakePost post) : IOrderedSenders
{
    private readonly PlainSenders _senders = new(record => post.SendAsync(record));

    public bool AreWaitedFor => false;

    public bool AreExact => true;

    public Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken) => _senders.Open(name, owner, cancellationToken);
}
