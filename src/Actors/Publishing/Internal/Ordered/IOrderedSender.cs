namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Sends parts in order, and knows how far each topic has got where its way of sending remembers that. One call at a time.</summary>
internal interface IOrderedSender : IAsyncDisposable
{
    /// <summary>How far each of these topics is known to be sent, and by whom; of those left out nothing is known.</summary>
    Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> topics);

    /// <summary>Sends parts. A failure means that it isn't known whether they are sent, and that the sender is of no more use.</summary>
    Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts);
}
