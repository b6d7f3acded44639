namespace Akka.Events.Handling.Internal.Resting;

/// <summary>
/// Checkpoints are numbered: a state that changes carries the number of the one that has to store it. Used on the shard's turn only.
/// </summary>
internal sealed class CheckpointNumbers
{
    /// <summary>Number of the checkpoint that will store what changes now.</summary>
    public int Next { get; private set; } = 1;

    /// <summary>All that had to be stored up to this checkpoint is.</summary>
    public int Written { get; private set; }

    /// <summary>A checkpoint is under way.</summary>
    public bool Running { get; private set; }

    public void Begin()
    {
        Running = true;
        Next++;
    }

    public void End(bool written)
    {
        Running = false;
        if (written) Written = Next - 1;
    }
}
