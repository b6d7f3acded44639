using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Snapshots;

/// <summary>
/// Owner markers and checkpoints as Protobuf.
/// <code>
/// message OwnerMarker { string owner = 1; int64 at = 2; int64 incarnation = 3; int32 tag = 4; int64 begun = 5; }
/// message ShardSnapshot { int64 states_through = 1; bool stored_states = 2; repeated Handled handled = 3; repeated Tail tail = 4; repeated Checkpoint history = 5; int64 incarnation = 6; repeated Unsent unsent = 7; repeated Owner owner = 8; int64 begun = 9; }
/// message Handled { string topic = 1; string handler = 2; int64 watermark = 3; bytes above = 4; }      // above: varints (gap, length) from the watermark on
/// message Tail { int64 sequence_nr = 1; bytes batch = 2; }
/// message Unsent { int64 sequence_nr = 1; repeated Outgoing outgoing = 2; }   // OutgoingCodec
/// message Owner { int32 tag = 1; int64 sequence_nr = 2; }
/// message Checkpoint { int64 sequence_nr = 1; int64 at = 2; }
/// </code>
/// </summary>
internal static class ShardSnapshotCodec
{
    public static byte[] Write(OwnerMarker marker)
    {
        var output = new ProtoWriter();
        output.Field(1, marker.Owner);
        output.Field(2, marker.At);
        output.Field(3, marker.Incarnation);
        output.Field(4, marker.Tag);
        output.Field(5, marker.Begun);
        return output.Written.ToArray();
    }

    public static OwnerMarker ReadMarker(byte[] bytes)
    {
        var owner = "";
        long at = 0, incarnation = 0, begun = 0;
        var tag = 0;
        var reader = new ProtoReader(bytes);
        while (reader.Next(out var field, out var value, out var text))
        {
            if (field == 1) owner = ProtoReader.Text(text);
            else if (field == 2) at = value;
            else if (field == 3) incarnation = value;
            else if (field == 4) tag = (int)value;
            else if (field == 5) begun = value;
        }
        return new OwnerMarker(owner, at, incarnation, begun, tag);
    }

    public static byte[] Write(ShardSnapshot snapshot)
    {
        var output = new ProtoWriter();
        var inner = new ProtoWriter();
        output.Field(1, snapshot.StatesThrough);
        output.Field(2, snapshot.StoredStates ? 1 : 0);
        foreach (var (handled, offsets) in snapshot.Finished.All)
        {
            inner.Clear();
            inner.Field(1, handled.Topic);
            inner.Field(2, handled.Handler);
            inner.Field(3, offsets.Watermark);
            inner.Field(4, Ranges(offsets));
            output.Field(3, inner.Written);
        }
        foreach (var (sequenceNr, batch) in snapshot.Tail)
        {
            inner.Clear();
            inner.Field(1, sequenceNr);
            inner.Field(2, batch.Payload);
            output.Field(4, inner.Written);
        }
        foreach (var (sequenceNr, at) in snapshot.History)
        {
            inner.Clear();
            inner.Field(1, sequenceNr);
            inner.Field(2, at);
            output.Field(5, inner.Written);
        }
        output.Field(6, snapshot.Incarnation);
        foreach (var row in snapshot.Unsent)
        {
            inner.Clear();
            inner.Field(1, row.SequenceNr);
            foreach (var record in row.Records) inner.Field(2, row.Bytes.AsSpan(record.Start, record.Length));
            output.Field(7, inner.Written);
        }
        foreach (var (owner, sequenceNr) in snapshot.Owners)
        {
            inner.Clear();
            inner.Field(1, owner);
            inner.Field(2, sequenceNr);
            output.Field(8, inner.Written);
        }
        output.Field(9, snapshot.Begun);
        return output.Written.ToArray();
    }

    public static ShardSnapshot Read(byte[] bytes)
    {
        long statesThrough = 0, incarnation = 0, begun = 0;
        var stored = false;
        var finished = new FinishedRecords();
        var tail = new List<(long, JournalBatch)>();
        var history = new List<(long, long)>();
        var owners = new List<(int, long)>();
        var unsent = new List<OutgoingRow>();
        var reader = new ProtoReader(bytes);
        while (reader.Next(out var field, out var value, out var message))
        {
            switch (field)
            {
                case 1:
                    statesThrough = value;
                    break;
                case 2:
                    stored = value != 0;
                    break;
                case 3:
                    ReadHandled(message, finished);
                    break;
                case 4:
                    var (sequenceNr, _, batch) = ReadPair(message);
                    tail.Add((sequenceNr, new JournalBatch(batch.ToArray())));
                    break;
                case 5:
                    var (checkpoint, at, _) = ReadPair(message);
                    history.Add((checkpoint, at));
                    break;
                case 6:
                    incarnation = value;
                    break;
                case 7:
                    unsent.Add(ReadUnsent(message.ToArray()));
                    break;
                case 8:
                    var (owner, first, _) = ReadPair(message);
                    owners.Add(((int)owner, first));
                    break;
                case 9:
                    begun = value;
                    break;
            }
        }
        return new ShardSnapshot(statesThrough, stored, finished, tail, history, incarnation)
        {
            Begun = begun,
            Unsent = unsent,
            Owners = owners,
        };
    }

    private static OutgoingRow ReadUnsent(byte[] bytes)
    {
        long sequenceNr = 0;
        var records = new List<OutgoingSlice>();
        var reader = new ProtoReader(bytes);
        while (reader.Next(out var field, out var value, out var start, out var length))
        {
            if (field == 1) sequenceNr = value;
            else if (field == 2) records.Add(JournalBatchReader.ReadSlice(bytes, start, length));
        }
        return new OutgoingRow(sequenceNr, bytes, records);
    }

    private static ReadOnlySpan<byte> Ranges(FinishedOffsets offsets)
    {
        var output = new ProtoWriter();
        var position = offsets.Watermark;
        foreach (var range in offsets.Above)
        {
            output.Varint((ulong)(range.First - position));
            output.Varint((ulong)(range.End - range.First));
            position = range.End;
        }
        return output.Written;
    }

    private static void ReadHandled(ReadOnlyMemory<byte> message, FinishedRecords finished)
    {
        string topic = "", handler = "";
        long watermark = 0;
        ReadOnlyMemory<byte> above = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var bytes))
        {
            if (field == 1) topic = ProtoReader.Text(bytes);
            else if (field == 2) handler = ProtoReader.Text(bytes);
            else if (field == 3) watermark = value;
            else if (field == 4) above = bytes;
        }
        var ranges = new List<OffsetRange>();
        var numbers = new ProtoReader(above);
        var position = watermark;
        while (!numbers.AtEnd)
        {
            var first = position + (long)numbers.Varint();
            position = first + (long)numbers.Varint();
            ranges.Add(new OffsetRange(first, position));
        }
        finished.Set(new HandledTopic(topic, handler), new FinishedOffsets(watermark, ranges));
    }

    private static (long First, long Second, ReadOnlyMemory<byte> Bytes) ReadPair(ReadOnlyMemory<byte> message)
    {
        long first = 0, second = 0;
        ReadOnlyMemory<byte> bytes = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var data))
        {
            if (field == 1) first = value;
            else if (field == 2 && data.IsEmpty) second = value;
            if (!data.IsEmpty) bytes = data;
        }
        return (first, second, bytes);
    }
}
