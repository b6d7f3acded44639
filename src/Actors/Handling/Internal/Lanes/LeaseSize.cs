namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// How many lanes a message to a handler actor carries: many where handlers end at once, so that the message costs little beside them; one
/// where they don't, so that no key waits for another. Pure.
/// </summary>
internal struct LeaseSize()
{
    public const int Most = 64;

    // Known to be quick: a full message of the next size would still be.
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(0.25);

    public int Current { get; private set; } = 16;

    /// <summary>A message has been dealt with.</summary>
    /// <param name="lanes">Lanes that it carried.</param>
    /// <param name="begun">Those that the actor has begun; the others came back.</param>
    /// <param name="wentOn">The last of them did not end at once.</param>
    /// <param name="took">Time from the first one's beginning to the last one's end.</param>
    public void Ended(int lanes, int begun, bool wentOn, TimeSpan took)
    {
        if (begun < lanes) Current = Math.Max(1, Math.Min(Current, lanes) / 2);
        else if (!wentOn && lanes >= Current && took <= Quick) Current = Math.Min(Most, Current * 2);
    }

    /// <summary>Of those that are ready, how many go into one message: they are spread over the processors.</summary>
    public readonly int Of(int ready, int processors) => Math.Clamp((ready + processors - 1) / processors, 1, Current);
}
