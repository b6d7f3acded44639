using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.States;

/// <summary>
/// What a checkpoint stores of an entity whose state it can't store: what was stored before, as it is, and the events above it, to be
/// folded when the entity is read. So the journal is free of them. Further events are added behind those that are there.
/// <code>
/// message UnfoldedState { string manifest = 1; bytes payload = 2; repeated Event event = 3; }   // of what was stored; without manifest: nothing
/// message Event { int64 sequence_nr = 1; string manifest = 2; bytes payload = 3; }
/// </code>
/// </summary>
internal static class UnfoldedState
{
    /// <summary>The stored name of such a state, which no type of an entity may have.</summary>
    public const string Manifest = "akka-events:unfolded";

    /// <summary>
    /// Such a row is read and written whole at each checkpoint. Beyond this an entity is no longer helped by it: the checkpoint fails by name,
    /// and the journal has its events.
    /// </summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Puts events on top of what is stored. Null where it has them all already.</summary>
    /// <exception cref="InvalidOperationException">There would be too many.</exception>
    public static StoredState? Write(string entity, byte[] key, StoredState? stored, IEnumerable<TailEvent> events)
    {
        var (output, inner) = (new ProtoWriter(), new ProtoWriter());
        var through = stored?.SequenceNr ?? 0;
        if (stored is { Manifest: Manifest } unfolded)
        {
            output.Fields(unfolded.Payload.Span);
        }
        else if (stored is { } row)
        {
            output.Field(1, row.Manifest);
            output.Field(2, row.Payload.Span);
        }
        var last = through;
        foreach (var e in events)
        {
            if (e.SequenceNr <= through) continue;
            inner.Clear();
            inner.Field(1, e.SequenceNr);
            inner.Field(2, e.Manifest);
            inner.Field(3, e.Payload.Span);
            output.Field(3, inner.Written);
            if (output.Written.Length > MaxBytes)
                throw new InvalidOperationException(
                    $"entity {entity}, key {KeyText.ToText(key)}: its state can't be stored, and its events since take more than "
                    + $"{MaxBytes >> 20} MiB. Mend the state's type or codec, and restart");
            last = e.SequenceNr;
        }
        return last == through ? null : new StoredState(entity, key, last, Manifest, output.Written.ToArray());
    }

    /// <summary>What was stored before, null for nothing, and the events that come on top, oldest first.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static (StoredState? Stored, IReadOnlyList<TailEvent> Events) Read(in StoredState unfolded)
    {
        string? manifest = null;
        ReadOnlyMemory<byte> payload = default;
        var events = new List<TailEvent>();
        var reader = new ProtoReader(unfolded.Payload);
        while (reader.Next(out var field, out _, out ReadOnlyMemory<byte> bytes))
        {
            if (field == 1) manifest = ProtoReader.Text(bytes);
            else if (field == 2) payload = bytes;
            else if (field == 3) events.Add(ReadEvent(bytes));
        }
        return (manifest is null ? null : unfolded with { Manifest = manifest, Payload = payload }, events);
    }

    private static TailEvent ReadEvent(ReadOnlyMemory<byte> message)
    {
        long sequenceNr = 0;
        var manifest = "";
        ReadOnlyMemory<byte> payload = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var bytes))
        {
            if (field == 1) sequenceNr = value;
            else if (field == 2) manifest = ProtoReader.Text(bytes);
            else if (field == 3) payload = bytes;
        }
        return new TailEvent(sequenceNr, manifest, payload);
    }
}
