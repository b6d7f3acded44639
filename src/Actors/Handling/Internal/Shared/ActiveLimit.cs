namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// How many entities stay awake, with their state as an object: more while those whose turn to rest comes have mostly been used again, few
/// while hardly any has. What lives longer than that is only carried along by collections. No I/O; safe from any thread.
/// </summary>
internal sealed class ActiveLimit
{
    /// <summary>Entities whose turn has come, after which the limit is looked at.</summary>
    public const int Sample = 8192;

    private const int Least = 16_384;
    private const double MuchUsed = 1.0 / 8;
    private const double HardlyUsed = 1.0 / 16;

    private readonly Lock _lock = new();
    private readonly int _max;
    private int _seen;
    private int _used;
    private volatile int _current;

    public ActiveLimit(int max)
    {
        _max = max;
        _current = Math.Min(Least, max);
    }

    public int Current => _current;

    /// <summary>Entities have had their turn, some of which were used since they became active, or since their turn before.</summary>
    public void Seen(int count, int used)
    {
        lock (_lock)
        {
            _seen += count;
            _used += used;
            if (_seen < Sample) return;
            var share = (double)_used / _seen;
            if (share >= MuchUsed) _current = (int)Math.Min(_max, _current * 2L);
            else if (share < HardlyUsed) _current = Math.Min(_max, Math.Max(Least, _current / 2));
            _seen = _used = 0;
        }
    }
}
