using System.Runtime.InteropServices;
using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// Encodes a batch of effects as Protobuf and enters them into the shard's finished records.
/// <code>
/// message Batch {
///   int64 written_at = 1;             // Unix milliseconds
///   repeated string topic = 2;        // names, numbered in the order they appear; each stands before its first use
///   repeated string handler = 3;
///   repeated string manifest = 4;
///   repeated Finished finished = 5;
///   repeated Event event = 6;         // in the order of handling, per key
///   repeated Outgoing outgoing = 7;   // what is to be sent (OutgoingCodec)
///   repeated Sent sent = 8;           // how far topics are
/// }
/// message Finished { int32 topic = 1; int32 handler = 2; int64 start = 3; bytes ranges = 4; }   // start + 1, when new; ranges: varints (gap, length) from 0 on; none: begun
/// message Event { int32 topic = 1; int32 handler = 2; int64 offset = 3; bytes key = 4; int32 manifest = 5; bytes payload = 6; int64 timestamp = 7; }
/// </code>
/// </summary>
internal sealed class JournalBatchWriter
{
    private readonly ProtoWriter _out = new();
    private readonly ProtoWriter _ranges = new();
    private readonly ProtoWriter _note = new();
    private readonly Dictionary<string, int> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _manifests = new(StringComparer.Ordinal);
    private readonly Dictionary<HandledTopic, Group> _groups = [];

    public JournalBatch Write(
        IReadOnlyList<Effects> batch, FinishedRecords finished, long writtenAt, IReadOnlyList<(HandledTopic Handled, long Start)>? begun = null,
        IReadOnlyList<SentThrough>? sent = null)
    {
        _out.Clear();
        _topics.Clear();
        _handlers.Clear();
        _manifests.Clear();
        foreach (var known in _groups.Values) known.Ranges.Clear();
        _out.Field(1, writtenAt);
        Group? group = null;
        List<OutgoingSlice>? outgoing = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var effects = batch[i];
            if (effects.Handled.Topic is null || (effects.FinishesNothing && effects.Events.Length == 0)) continue;
            // Most often the same as the one before.
            if (group is null || effects.Handled != group.Handled) group = GroupOf(effects);
            if (!effects.FinishesNothing) group.Ranges.Add(new OffsetRange(effects.First, effects.Offset + 1));
            foreach (ref readonly var e in effects.Events) WriteEvent(effects, group, e);
        }
        foreach (var known in _groups.Values)
            if (known.Ranges.Count > 0)
                WriteFinished(known, finished);
        foreach (var (handled, start) in begun ?? [])
            if (finished.Of(handled.Topic, handled.Handler) is null)
                WriteBegun(handled, start, finished);
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].HasOutgoing)
                WriteOutgoing(batch[i], outgoing ??= []);
        foreach (var topic in sent ?? []) _out.Field(8, OutgoingCodec.Write(topic, _note));
        return new JournalBatch(_out.Written.ToArray(), isOutgoing: outgoing is not null || sent is { Count: > 0 }) { Outgoing = outgoing ?? [] };
    }

    private Group GroupOf(Effects effects)
    {
        if (!_groups.TryGetValue(effects.Handled, out var group)) _groups.Add(effects.Handled, group = new Group(effects.Handled));
        if (group.Ranges.Count > 0) return group;
        group.Start = effects.Start;
        group.Topic = Number(_topics, effects.Handled.Topic, 2);
        group.Handler = Number(_handlers, effects.Handled.Handler, 3);
        return group;
    }

    private void WriteEvent(Effects effects, Group group, in StateEvent e)
    {
        var manifest = Number(_manifests, e.Type.Manifest, 4);
        var payload = effects.Payload(e);
        var length = ProtoWriter.SizeOf(1, group.Topic) + ProtoWriter.SizeOf(2, group.Handler) + ProtoWriter.SizeOf(3, effects.Offset)
            + ProtoWriter.SizeOf(4, effects.Key)
            + ProtoWriter.SizeOf(5, manifest) + ProtoWriter.SizeOf(6, payload) + ProtoWriter.SizeOf(7, effects.TimestampMs);
        _out.Message(6, length);
        _out.Field(1, group.Topic);
        _out.Field(2, group.Handler);
        _out.Field(3, effects.Offset);
        _out.Field(4, effects.Key);
        _out.Field(5, manifest);
        _out.Field(6, payload);
        _out.Field(7, effects.TimestampMs);
    }

    private void WriteOutgoing(Effects effects, List<OutgoingSlice> outgoing)
    {
        foreach (ref readonly var published in effects.Published) WriteOutgoing(published.Topic, effects.Encoded(published), outgoing);
        if (effects.Letter is { } letter) WriteOutgoing(letter.Topic, OutgoingCodec.Write(letter), outgoing);
    }

    private void WriteOutgoing(string topic, ReadOnlySpan<byte> record, List<OutgoingSlice> outgoing)
    {
        _out.Field(7, record);
        outgoing.Add(new OutgoingSlice(topic, _out.Length - record.Length, record.Length));
    }

    private void WriteFinished(Group group, FinishedRecords finished)
    {
        var (handled, start, topic, handler) = (group.Handled, group.Start, group.Topic, group.Handler);
        var isNew = finished.Of(handled.Topic, handled.Handler) is null;
        CollectionsMarshal.AsSpan(group.Ranges).Sort(static (a, b) => a.First.CompareTo(b.First));

        _ranges.Clear();
        long position = 0;
        var current = group.Ranges[0];
        foreach (var range in group.Ranges)
        {
            if (range.First <= current.End)
            {
                current = current with { End = Math.Max(current.End, range.End) };
                continue;
            }
            Append(current);
            current = range;
        }
        Append(current);

        _out.Message(5, ProtoWriter.SizeOf(1, topic) + ProtoWriter.SizeOf(2, handler) + (isNew ? ProtoWriter.SizeOf(3, start + 1) : 0)
            + ProtoWriter.SizeOf(4, _ranges.Written));
        _out.Field(1, topic);
        _out.Field(2, handler);
        if (isNew) _out.Field(3, start + 1);
        _out.Field(4, _ranges.Written);

        void Append(OffsetRange range)
        {
            _ranges.Varint((ulong)(range.First - position));
            _ranges.Varint((ulong)(range.End - range.First));
            position = range.End;
            finished.Add(handled, start, range.First, range.End);
        }
    }

    private void WriteBegun(HandledTopic handled, long start, FinishedRecords finished)
    {
        var (topic, handler) = (Number(_topics, handled.Topic, 2), Number(_handlers, handled.Handler, 3));
        _out.Message(5, ProtoWriter.SizeOf(1, topic) + ProtoWriter.SizeOf(2, handler) + ProtoWriter.SizeOf(3, start + 1));
        _out.Field(1, topic);
        _out.Field(2, handler);
        _out.Field(3, start + 1);
        finished.Begin(handled, start);
    }

    private int Number(Dictionary<string, int> numbers, string name, int field)
    {
        if (numbers.TryGetValue(name, out var number)) return number;
        number = numbers.Count;
        numbers.Add(name, number);
        _out.Field(field, name);
        return number;
    }

    private sealed class Group(HandledTopic handled)
    {
        public HandledTopic Handled { get; } = handled;

        public List<OffsetRange> Ranges { get; } = [];

        public long Start { get; set; }

        public int Topic { get; set; }

        public int Handler { get; set; }
    }
}
