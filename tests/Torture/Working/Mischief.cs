namespace Akka.Events.Torture.Working;

/// <summary>What becomes of a handler's run, by the seed and the record, and of what else a worker calls.</summary>
internal sealed class Mischief : IDisposable
{
    /// <summary>Limit for an attempt; what hangs or ignores its token outlasts it.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly int _seed;
    private readonly Notes _notes;
    private readonly string _blockedFile;
    private readonly Timer _look;
    private HashSet<string> _blocked = [];
    private int _calls;

    /// <param name="seed">Chooses.</param>
    /// <param name="notes">Where it is noted.</param>
    /// <param name="blockedFile">Names the keys whose handlers throw until they are no longer in it, a line each.</param>
    public Mischief(int seed, Notes notes, string blockedFile)
    {
        (_seed, _notes, _blockedFile) = (seed, notes, blockedFile);
        _look = new Timer(_ => Look(), null, TimeSpan.Zero, LookEvery);
    }

    /// <summary>What befalls this attempt; null for nothing.</summary>
    public NoteKind? Befalls(string key, long number, int topic, int attempt)
    {
        if (Volatile.Read(ref _blocked).Contains(key)) return NoteKind.Blocked;
        if (attempt > 2) return null;
        return (Mix(_seed, key, number, topic) % 4000, attempt) switch
        {
            (< 6, _) => NoteKind.Threw,
            ( < 10, _) => NoteKind.ThrewAfterPersisting,
            ( < 12, 1) => NoteKind.Hung,
            ( < 13, 1) => NoteKind.IgnoredCancellation,
            _ => null,
        };
    }

    /// <summary>How long a handler that ignores its token runs.</summary>
    public static TimeSpan Overtime(long number) => AttemptTimeout + TimeSpan.FromMilliseconds(number % 7 * 200);

    public void Note(NoteKind kind) => _notes.Note(kind);

    /// <summary>One call in so many of a listener, logger or observer throws.</summary>
    public void MayThrow(NoteKind kind, uint oneIn)
    {
        if ((uint)Mix(_seed, "call", Interlocked.Increment(ref _calls), (int)kind) % oneIn != 0) return;
        _notes.Note(kind);
        throw new InvalidOperationException($"{kind}, as the seed wants it");
    }

    public void Dispose() => _look.Dispose();

    private static int Mix(int seed, string key, long number, int topic)
    {
        // Not HashCode: its seed is another one in each process.
        var hash = (uint)seed * 2654435761;
        foreach (var letter in key) hash = (hash ^ letter) * 16777619;
        hash = (hash ^ (uint)number ^ ((uint)topic << 30)) * 16777619;
        hash ^= hash >> 15;
        hash *= 2246822519;
        return (int)((hash ^ (hash >> 13)) & int.MaxValue);
    }

    private void Look()
    {
        try
        {
            Volatile.Write(ref _blocked, File.Exists(_blockedFile) ? [.. File.ReadAllLines(_blockedFile)] : []);
        }
        catch (IOException)
        {
            // It is being written; the next look sees it.
        }
    }
}
