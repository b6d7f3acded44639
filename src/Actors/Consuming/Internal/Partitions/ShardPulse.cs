namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Whether a shard still works at what it was given. It is asked now and then while something is under way and nothing finishes; one that
/// doesn't answer, or knows of nothing, a few times in a row has lost it. No I/O.
/// </summary>
internal sealed class ShardPulse
{
    /// <summary>How often it is asked.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const int Patience = 3;

    private int _missed;

    /// <summary>Records have finished, or the shard has said that it is at work.</summary>
    public void Beats() => _missed = 0;

    /// <summary>An interval has passed. False when the shard is to be given up.</summary>
    public bool Next() => ++_missed <= Patience;
}
