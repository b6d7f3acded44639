namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Opens senders. Safe from any thread.</summary>
internal interface IOrderedSenders
{
    /// <summary>A sender, which has taken over from whoever had its name. The task ends when there is room for it.</summary>
    /// <param name="name">Whose it is: its former one ends.</param>
    /// <param name="owner">Who opens it, for its marks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken);

    /// <summary>Readers see each record once: what is under way when a sender ends is not sent, or known to be.</summary>
    bool AreExact { get; }

    /// <summary>Others wait for room: who has had a sender for long gives it up between two batches.</summary>
    bool AreWaitedFor { get; }
}
