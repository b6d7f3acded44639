using System.Runtime.InteropServices;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// Encodes a batch of finished deliveries as Protobuf and enters them into the shard's finished records.
/// <code>
/// message Batch {
///   int64 written_at = 1;             // Unix milliseconds
///   repeated string topic = 2;        // names, numbered in the order they appear; each stands before its first use
///   repeated string handler = 3;
///   repeated string manifest = 4;
///   repeated Finished finished = 5;
///   repeated Event event = 6;         // in the order of handling, per key
/// }
/// message Finished { int32 topic = 1; int32 handler = 2; int64 start = 3; bytes ranges = 4; }   // start + 1, when new; ranges: varints (gap, length) from 0 on
/// message Event { int32 topic = 1; int32 handler = 2; int64 offset = 3; bytes key = 4; int32 manifest = 5; bytes payload = 6; int64 timestamp = 7; }
/// </code>
/// </summary>
internal sealed class JournalBatchWriter
{
    private readonly ProtoWriter _out = new();
    private readonly ProtoWriter _ranges = new();
    private readonly Dictionary<object, int> _topics = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _handlers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _manifests = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(int Topic, int Handler), Group> _groups = [];

    public JournalBatch Write(DeliveryBatch deliveries, FinishedRecords finished, long writtenAt)
    {
        _out.Clear();
        _topics.Clear();
        _handlers.Clear();
        _manifests.Clear();
        foreach (var known in _groups.Values) known.Ranges.Clear();
        _out.Field(1, writtenAt);
        (int Topic, int Handler) handled = default;
        Group? group = null;
        foreach (var delivery in deliveries)
        {
            if (delivery is QueryDelivery) continue;
            // Most often the same as the delivery before.
            if (group is null || delivery.Route != group.Any.Route || delivery.Handler != group.Any.Handler)
            {
                handled = (
                    Number(_topics, delivery.Route, 2, delivery.Route.JournalName),
                    Number(_handlers, delivery.Handler, 3, delivery.Handler.Name));
                if (!_groups.TryGetValue(handled, out group)) _groups.Add(handled, group = new Group());
                group.Any = delivery;
            }
            group.Ranges.Add(new OffsetRange(delivery.SpanStart, delivery.Offset + 1));
            foreach (ref readonly var e in delivery.Events) WriteEvent(delivery, handled.Topic, handled.Handler, e);
        }
        foreach (var ((topic, handler), known) in _groups)
            if (known.Ranges.Count > 0)
                WriteFinished(topic, handler, known, finished);
        return new JournalBatch(_out.Written.ToArray());
    }

    private void WriteEvent(EventDelivery delivery, int topic, int handler, in StateEvent e)
    {
        var manifest = Number(_manifests, e.Type, 4, e.Type.Manifest);
        var payload = delivery.Payload(e);
        var length = ProtoWriter.SizeOf(1, topic) + ProtoWriter.SizeOf(2, handler) + ProtoWriter.SizeOf(3, delivery.Offset)
            + ProtoWriter.SizeOf(4, delivery.KeySpan)
            + ProtoWriter.SizeOf(5, manifest) + ProtoWriter.SizeOf(6, payload) + ProtoWriter.SizeOf(7, delivery.TimestampMs);
        _out.Message(6, length);
        _out.Field(1, topic);
        _out.Field(2, handler);
        _out.Field(3, delivery.Offset);
        _out.Field(4, delivery.KeySpan);
        _out.Field(5, manifest);
        _out.Field(6, payload);
        _out.Field(7, delivery.TimestampMs);
    }

    private void WriteFinished(int topic, int handler, Group group, FinishedRecords finished)
    {
        var handled = new HandledTopic(group.Any.Route.JournalName, group.Any.Handler.Name);
        var start = group.Any.Source.Start;
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

    private int Number(Dictionary<object, int> numbers, object named, int field, string name)
    {
        if (numbers.TryGetValue(named, out var number)) return number;
        number = numbers.Count;
        numbers.Add(named, number);
        _out.Field(field, name);
        return number;
    }

    private sealed class Group
    {
        public List<OffsetRange> Ranges { get; } = [];

        public EventDelivery Any { get; set; } = null!;
    }
}
