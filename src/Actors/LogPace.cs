namespace Akka.Events;

/// <summary>
/// Which of the lines about one repeating trouble are worth writing: the first, and then, while it goes on, one after each wait, and the
/// waits double. Safe from any thread.
/// </summary>
internal sealed class LogPace
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private TimeSpan? _written;
    private TimeSpan _wait;
    private int _passedOver;

    /// <summary>What a line says of those that were not written.</summary>
    public static string Others(int passedOver) => passedOver > 0 ? $" (and {passedOver} more since this was said last)" : "";

    /// <summary>True when a line is to be written now.</summary>
    /// <param name="now">Time since whatever beginning.</param>
    /// <param name="passedOver">How many were not written since the last one that was.</param>
    public bool Take(TimeSpan now, out int passedOver)
    {
        lock (_lock)
        {
            passedOver = _passedOver;
            var since = now - _written;
            if (since < _wait)
            {
                _passedOver++;
                return false;
            }
            // Quiet for twice as long as a line would have had to wait: another trouble.
            _wait = since is { } quiet && quiet < 2 * _wait ? Min(2 * _wait, Longest) : First;
            _written = now;
            _passedOver = 0;
            return true;
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
