namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>How far a topic is sent, and who has said so.</summary>
/// <param name="Owner">Who has sent it: from 1 to <see cref="MaxOwner"/>, drawn at random by each owner. 0: not of this kind.</param>
/// <param name="Number">The last part's number.</param>
internal readonly record struct SentMark(int Owner, long Number)
{
    public const int MaxOwner = (1 << 23) - 1;

    private const int NumberBits = 40;

    /// <summary>As an offset, which has 63 bits.</summary>
    public long ToOffset() => ((long)Owner << NumberBits) | Number;

    public static SentMark Of(long offset) => new((int)(offset >> NumberBits), offset & ((1L << NumberBits) - 1));
}
