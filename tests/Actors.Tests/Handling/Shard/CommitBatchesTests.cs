using System.Text;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shard;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Handling.Shard;

public sealed class CommitBatchesTests
{
    [Fact]
    public void Each_record_counts_once_for_each_handler_wherever_the_process_ends() => Randomly.Check(random =>
    {
        var log = new Log(random);
        var process = new Process(log, random);
        for (var steps = random.Next(150); steps > 0; steps--)
        {
            process.Step();
            if (random.Next(25) == 0) process = process.EndAndRestart();
        }
        process.RunToTheEnd();
        log.AssertComplete();
    });

    /// <summary>What outlives a process: the topic's records, and the shard's journal with its last snapshot.</summary>
    private sealed class Log
    {
        public Log(Random random)
        {
            var offset = Start = random.Next(50);
            for (var count = random.Next(25); count > 0; count--)
            {
                Records.Add((SpanStart: End, offset + random.Next(3), "k" + random.Next(4)));
                offset = (int)End;
            }
        }

        public int Start { get; }

        public List<(long SpanStart, long Offset, string Key)> Records { get; } = [];

        public long End => Records.Count == 0 ? Start : Records[^1].Offset + 1;

        public List<JournalBatch> Journal { get; } = [];

        public byte[]? Snapshot { get; set; }

        public int SnapshotAt { get; set; }

        public FinishedRecords Recover()
        {
            var finished = Snapshot is null ? new FinishedRecords() : ShardSnapshotCodec.Read(Snapshot).Finished;
            foreach (var batch in Journal.Skip(SnapshotAt)) JournalBatchReader.Read(batch, finished, _ => { });
            return finished;
        }

        public void AssertComplete()
        {
            var events = new List<JournalEvent>();
            foreach (var batch in Journal) JournalBatchReader.Read(batch, new FinishedRecords(), events.Add);
            foreach (var handler in Handlers)
            {
                foreach (var key in Records.GroupBy(r => r.Key))
                    Assert.Equal(
                        key.Select(r => $"{handler.Name} {r.Offset}"),
                        events.Where(e => e.Handler == handler.Name && Encoding.UTF8.GetString(e.Key.Span) == key.Key)
                            .Select(e => Encoding.UTF8.GetString(e.Payload.Span)));
                if (Records.Count == 0) continue;
                var finished = Recover().Of("orders", handler.Name)!;
                Assert.Equal(End, finished.Watermark);
                Assert.Empty(finished.Above);
            }
            Assert.Equal(Records.Count * Handlers.Length, events.Count);
        }
    }

    /// <summary>A shard and its committer, one step after another.</summary>
    private sealed class Process
    {
        private readonly Log _log;
        private readonly Random _random;
        private readonly CommitBatches _batches;
        private readonly int _maxBytes;
        private readonly JournalBatchWriter _writer = new();
        private readonly FinishedRecords _finished;
        private readonly List<Queue<EventDelivery>> _lanes;
        private readonly List<EventDelivery> _expected = []; // in the next batch
        private JournalBatch? _writing;

        public Process(Log log, Random random)
        {
            _log = log;
            _random = random;
            _maxBytes = 1 + random.Next(400);
            _batches = new CommitBatches(_maxBytes);
            _finished = log.Recover();
            var source = new PartitionAssignment(new TopicPartition("orders", 3), ActorRefs.Nobody, TimeProvider.System) { Start = log.Start };
            _lanes = [.. Handlers.SelectMany(handler => log.Records.GroupBy(r => r.Key).Select(key => new Queue<EventDelivery>(
                key.Where(r => _finished.Of("orders", handler.Name)?.Contains(r.Offset) is not true).Select(r => Of(source, handler, r)))))];
        }

        public void Step()
        {
            switch (_random.Next(4))
            {
                case 0 when _writing is null:
                    Begin();
                    break;
                case 0:
                    End();
                    break;
                case 1 when _writing is null && _random.Next(4) == 0:
                    _log.Snapshot = ShardSnapshotCodec.Write(new ShardSnapshot(_log.Journal.Count, true, _finished.Copy(), [], [], 1));
                    _log.SnapshotAt = _log.Journal.Count;
                    break;
                default:
                    Finish();
                    break;
            }
        }

        /// <summary>The process ends at once; what was being written is in the journal, or isn't.</summary>
        public Process EndAndRestart()
        {
            if (_writing is { } writing && _random.Next(2) == 0) _log.Journal.Add(writing);
            return new Process(_log, _random);
        }

        public void RunToTheEnd()
        {
            while (_lanes.Exists(lane => lane.Count > 0)) Finish();
            if (_writing is not null) End();
            do Begin();
            while (EndIfBegun());
            Assert.Null(_batches.Take());
        }

        private void Finish()
        {
            if (_lanes.FindAll(lane => lane.Count > 0) is not { Count: > 0 } busy) return;
            var delivery = busy[_random.Next(busy.Count)].Dequeue();
            _batches.Add(delivery);
            _expected.Add(delivery);
        }

        private void Begin()
        {
            Assert.False(_batches.IsUnderWay);
            if (_batches.Take() is not { } batch)
            {
                Assert.Empty(_expected);
                return;
            }
            Assert.Equal(_expected.Take(batch.Count), batch);
            Assert.True(batch.Count == _expected.Count || batch.Sum(d => d.Effects.JournalBytes) >= _maxBytes);
            Assert.True(batch.SkipLast(1).Sum(d => d.Effects.JournalBytes) < _maxBytes);
            _expected.RemoveRange(0, batch.Count);
            _writing = _writer.Write(batch.Effects, _finished, 0);
        }

        private bool EndIfBegun()
        {
            if (_writing is null) return false;
            End();
            return true;
        }

        private void End()
        {
            Assert.True(_batches.IsUnderWay);
            Assert.Null(_batches.Take());
            _log.Journal.Add(_writing!);
            _batches.Ended();
            _writing = null;
        }

        private static EventDelivery Of(PartitionAssignment source, HandlerDefinition handler, (long SpanStart, long Offset, string Key) record)
        {
            var delivery = TestDelivery.Of(Orders, source, handler, record.Offset, record.Key);
            delivery.Effects.First = record.SpanStart;
            delivery.Append(Happened, $"{handler.Name} {record.Offset}");
            return delivery;
        }
    }
}
