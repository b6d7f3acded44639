using System.Globalization;

namespace Akka.Events.Bench.Kafka;

/// <summary>
/// Watches that a key's records are handled in order and one after another, and how many are under way at once. Safe from any thread.
/// </summary>
internal sealed class KeyOrder(int keys)
{
    private readonly long[] _last = new long[keys];
    private readonly int[] _running = new int[keys];
    private int _underWay;
    private int _mostAtOnce;
    private int _violations;

    public int Violations => _violations;

    public int MostAtOnce => _mostAtOnce;

    public void Begins(string key, long sequence)
    {
        var k = Index(key);
        var alone = Interlocked.Increment(ref _running[k]) == 1;
        var inOrder = Interlocked.Exchange(ref _last[k], sequence + 1) <= sequence;
        if (!alone || !inOrder) Interlocked.Increment(ref _violations);
        var now = Interlocked.Increment(ref _underWay);
        for (var most = _mostAtOnce; now > most; most = _mostAtOnce) Interlocked.CompareExchange(ref _mostAtOnce, now, most);
    }

    public void Ends(string key)
    {
        Interlocked.Decrement(ref _underWay);
        Interlocked.Decrement(ref _running[Index(key)]);
    }

    private static int Index(string key) => int.Parse(key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}
