namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>What has become of parts that were to be sent.</summary>
/// <param name="Sent">The number up to which each topic is sent; without those that have got no further.</param>
/// <param name="Refused">Topics of which something can't be sent now, and why.</param>
internal sealed record SendOutcome(IReadOnlyDictionary<string, long> Sent, IReadOnlyDictionary<string, string> Refused)
{
    /// <summary>Nothing of it was sent, and which part is the cause smaller batches tell.</summary>
    public bool IsToBeSplit { get; init; }

    /// <summary>The sender is of no more use.</summary>
    public bool EndsSender { get; init; }
}
