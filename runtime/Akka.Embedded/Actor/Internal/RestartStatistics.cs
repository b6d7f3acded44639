namespace Akka.Actor.Internal;

/// <summary>How often a child has been restarted, kept by its parent.</summary>
internal sealed class RestartStatistics
{
    private int _restarts;
    private long _windowStart;

    /// <param name="maxRetries">-1: any number.</param>
    /// <param name="windowMilliseconds">-1 or 0: the child's whole life.</param>
    /// <param name="now">Milliseconds on a monotonic clock.</param>
    internal bool RequestRestart(int maxRetries, int windowMilliseconds, long now)
    {
        if (maxRetries == 0) return false;
        if (windowMilliseconds <= 0) return maxRetries < 0 || ++_restarts <= maxRetries;

        if (_restarts == 0 || now - _windowStart > windowMilliseconds)
        {
            _windowStart = now;
            _restarts = 0;
        }

        // A window without a number allows one restart in it.
        return ++_restarts <= (maxRetries < 0 ? 1 : maxRetries);
    }
}
