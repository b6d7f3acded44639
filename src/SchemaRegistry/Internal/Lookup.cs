using Akka.Events.Topics;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>
/// Something that the registry knows. It is asked when it is needed first, on a thread of its own, and again until it has answered; what it has
/// found stays. Safe from any thread; never waits.
/// </summary>
/// <param name="what">What is looked up, for people.</param>
/// <param name="ask">Looks it up.</param>
/// <param name="time">The clock.</param>
internal sealed class Lookup<T>(string what, Func<Task<T>> ask, TimeProvider time) where T : class
{
    // A copy of the registry may get to know a schema a little later than the one that it was registered with.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RefusalHolds = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private volatile T? _found;
    private volatile Exception? _failure;
    private Task? _asking; // with the pause before it may be asked again
    private SchemaRefusedException? _refusal;
    private long _refused;
    private long _began;

    /// <exception cref="CodecNotReadyException">It isn't known yet.</exception>
    /// <exception cref="SchemaRefusedException">It can't be had.</exception>
    public T Get() => _found ?? Wait();

    private T Wait()
    {
        lock (_lock)
        {
            if (_found is { } found) return found;
            if (_refusal is { } refusal)
            {
                if (time.GetElapsedTime(_refused) < RefusalHolds) throw new SchemaRefusedException(refusal.Message, refusal);
                _refusal = null;
                _asking = null;
            }
            if (_asking is null or { IsCompleted: true })
            {
                if (_began == 0) _began = time.GetTimestamp();
                // Of whoever asks first nothing is to go with it: neither its trace nor its actor.
                using (ExecutionContext.SuppressFlow()) _asking = Task.Run(Ask);
            }
            var failure = _failure;
            throw new CodecNotReadyException(
                failure is null ? $"{what} is being looked up" : $"{what} can't be looked up: {Address.Clean(failure.Message)}", _asking, failure);
        }
    }

    private async Task Ask()
    {
        var pause = Pause;
        try
        {
            var found = await ask().ConfigureAwait(false);
            lock (_lock) _found = found;
            return;
        }
        catch (SchemaRefusedException e)
        {
            lock (_lock)
            {
                if (!e.IsUnknown || time.GetElapsedTime(_began) >= Lag)
                {
                    (_refusal, _refused, _failure) = (e, time.GetTimestamp(), null);
                    return;
                }
                _failure = e;
                pause = ShortPause;
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
        await Task.Delay(pause, time).ConfigureAwait(false);
    }
}
