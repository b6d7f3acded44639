namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// A shard's turn at what only a few may do at once. Turns come in the order in which they were asked for. Used on the shard's turn only.
/// </summary>
/// <param name="places">How many may; one place is taken and given back.</param>
/// <param name="stop">Cancelled when the shard ends: it then waits no longer.</param>
internal sealed class Turn(SemaphoreSlim places, CancellationToken stop)
{
    private Task? _come;

    /// <summary>It has been asked for, and not ended.</summary>
    public bool IsWanted => _come is not null;

    /// <summary>It has come.</summary>
    public bool IsMine => _come is { IsCompletedSuccessfully: true };

    /// <summary>Completes when the turn has come.</summary>
    public Task Ask() => _come ??= places.WaitAsync(stop);

    /// <summary>Ends the turn, or the waiting for it.</summary>
    public void End()
    {
        var come = _come;
        _come = null;
        // A place that comes later than nobody wants it any more is given on at once.
        come?.ContinueWith(
            _ => places.Release(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
