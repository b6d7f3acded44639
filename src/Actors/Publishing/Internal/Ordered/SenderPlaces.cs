namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>As many senders as a process may have at once, since each is a client of its own. Safe from any thread.</summary>
internal sealed class SenderPlaces(int most)
{
    private readonly SemaphoreSlim _free = new(most);
    private int _waiting;

    /// <summary>Some wait for a place.</summary>
    public bool AreWaitedFor => Volatile.Read(ref _waiting) > 0;

    /// <summary>Waits for a place.</summary>
    /// <returns>Gives the place up, once.</returns>
    public async Task<Action> Take(CancellationToken ct)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _free.WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        var given = 0;
        return () =>
        {
            if (Interlocked.Exchange(ref given, 1) == 0) _free.Release();
        };
    }
}
