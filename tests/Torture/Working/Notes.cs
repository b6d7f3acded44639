using System.Buffers.Binary;
using System.Diagnostics;
using Akka.Events.Torture.Checking;

namespace Akka.Events.Torture.Working;

/// <summary>
/// What a worker's life notes: each note goes to the system at once, so that it is there whenever the process is killed. A file a life, in
/// the worker's folder.
/// </summary>
internal sealed class Notes : IDisposable
{
    // Kind, topic, partition, key, run, number, offset, ticks.
    private const int Size = 1 + 1 + 2 + 4 + 8 + 8 + 8 + 8;

    private readonly FileStream _file;
    private readonly bool _runs;
    private readonly Lock _gate = new();
    private long _begun;

    /// <param name="folder">Where the file lies.</param>
    /// <param name="process">Names it.</param>
    /// <param name="runs">Handlers' runs are noted.</param>
    public Notes(string folder, string process, bool runs)
    {
        _file = new FileStream(PathOf(folder, process), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _runs = runs;
    }

    /// <summary>A handler begins; gives the run, for <see cref="Ended"/>.</summary>
    public long Begun(int topic, int partition, string key, long number, long offset)
    {
        if (!_runs) return 0;
        var run = Interlocked.Increment(ref _begun);
        Write(NoteKind.Begun, run, topic, partition, int.Parse(key.AsSpan(1)), number, offset);
        return run;
    }

    public void Ended(long run)
    {
        if (_runs) Write(NoteKind.Ended, run);
    }

    public void Note(NoteKind kind) => Write(kind, 0);

    /// <summary>Reads what a life has noted.</summary>
    public static void Read(
        string folder, string process, IReadOnlyList<string> topics, List<Attempt>? attempts, IDictionary<NoteKind, int> counts)
    {
        if (!File.Exists(PathOf(folder, process))) return;
        var running = new Dictionary<long, Attempt>();
        using var file = new FileStream(PathOf(folder, process), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var note = new byte[Size];
        while (file.ReadAtLeast(note, Size, throwOnEndOfStream: false) == Size)
        {
            var kind = (NoteKind)note[0];
            var run = BinaryPrimitives.ReadInt64LittleEndian(note.AsSpan(8));
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(note.AsSpan(32));
            counts[kind] = (counts.TryGetValue(kind, out var count) ? count : 0) + 1;
            if (kind == NoteKind.Begun)
            {
                var partition = BinaryPrimitives.ReadInt16LittleEndian(note.AsSpan(2));
                var key = $"k{BinaryPrimitives.ReadInt32LittleEndian(note.AsSpan(4))}";
                var number = BinaryPrimitives.ReadInt64LittleEndian(note.AsSpan(16));
                var source = new Source(topics[note[1]], partition, BinaryPrimitives.ReadInt64LittleEndian(note.AsSpan(24)));
                running[run] = new Attempt(process, key, number, source, ticks, Attempt.Never);
            }
            else if (kind == NoteKind.Ended && running.Remove(run, out var attempt)) attempts?.Add(attempt with { Ended = ticks });
        }
        attempts?.AddRange(running.Values);
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder, string process) => Path.Combine(folder, $"notes-{process}");

    private void Write(NoteKind kind, long run, int topic = 0, int partition = 0, int key = 0, long number = 0, long offset = 0)
    {
        Span<byte> note = stackalloc byte[Size];
        note[0] = (byte)kind;
        note[1] = (byte)topic;
        BinaryPrimitives.WriteInt16LittleEndian(note[2..], (short)partition);
        BinaryPrimitives.WriteInt32LittleEndian(note[4..], key);
        BinaryPrimitives.WriteInt64LittleEndian(note[8..], run);
        BinaryPrimitives.WriteInt64LittleEndian(note[16..], number);
        BinaryPrimitives.WriteInt64LittleEndian(note[24..], offset);
        lock (_gate)
        {
            // In the lock: notes are in the order of their times.
            BinaryPrimitives.WriteInt64LittleEndian(note[32..], Stopwatch.GetTimestamp());
            _file.Write(note);
        }
    }
}
