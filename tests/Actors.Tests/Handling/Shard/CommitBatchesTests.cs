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
            if (random.Next(25) != 0) continue;
            if (random.Next(3) == 0) log.Compact(random);
            process = process.EndAndRestart();
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
                Records.Add((offset + random.Next(3), "k" + random.Next(4)));
                offset = (int)End;
            }
        }

        public int Start { get; }

        public List<(long Offset, string Key)> Records { get; } = [];

        /// <summary>Those that compaction has removed.</summary>
        public HashSet<long> Removed { get; } = [];

        public long End => Records.Count == 0 ? Start : Records[^1].Offset + 1;

        /// <summary>What is read from an offset on, each with the gap before it.</summary>
        public IEnumerable<(long SpanStart, long Offset, string Key)> ReadFrom(long next)
        {
            foreach (var (offset, key) in Records.Where(r => r.Offset >= next && !Removed.Contains(r.Offset)))
            {
                yield return (next, offset, key);
                next = offset + 1;
            }
        }

        /// <summary>The newest record of a log stays.</summary>
        public void Compact(Random random)
        {
            if (Records.Count > 1) Removed.Add(Records[random.Next(Records.Count - 1)].Offset);
        }

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
                {
                    var counted = events.Where(e => e.Handler == handler.Name && Encoding.UTF8.GetString(e.Key.Span) == key.Key).ToArray();
                    Assert.All(counted, e => Assert.Equal($"{handler.Name} {e.Offset}", Encoding.UTF8.GetString(e.Payload.Span)));
                    // What was removed may have been handled before.
                    Assert.Equal(
                        key.Select(r => r.Offset).Where(o => !Removed.Contains(o) || counted.Any(e => e.Offset == o)), counted.Select(e => e.Offset));
                }
                if (Records.Count == 0) continue;
                var finished = Recover().Of("orders", handler.Name)!;
                Assert.Equal(End, finished.Watermark);
                Assert.Empty(finished.Above);
            }
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
        private readonly List<(HandledTopic, long)> _begun = [];
        private JournalBatch? _writing;

        public Process(Log log, Random random)
        {
            _log = log;
            _random = random;
            _maxBytes = 1 + random.Next(400);
            _batches = new CommitBatches(_maxBytes);
            _finished = log.Recover();
            // As a shard does: reading goes on where the handlers that are known stand.
            var resume = Handlers.Min(handler => _finished.Of("orders", handler.Name)?.Watermark) ?? log.Start;
            var source = new PartitionAssignment(new TopicPartition("orders", 3), ActorRefs.Nobody, TimeProvider.System) { Start = resume };
            _begun.AddRange(Handlers.Where(h => _finished.Of("orders", h.Name) is null).Select(h => (new HandledTopic("orders", h.Name), resume)));
            _lanes = [.. Handlers.SelectMany(handler => log.ReadFrom(resume).GroupBy(r => r.Key).Select(key => new Queue<EventDelivery>(
                key.Where(r => _finished.Of("orders", handler.Name)?.Contains(r.Offset) is not true).Select(r => Of(source, handler, r)))))];
            // Who else would finish the gap before a record that is finished?
            foreach (var handler in Handlers)
                foreach (var r in log.ReadFrom(resume))
                    if (_finished.Of("orders", handler.Name) is { } finished && finished.Contains(r.Offset) && !finished.Contains(r.SpanStart, r.Offset))
                        Add(Of(source, handler, r, handled: false));
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
            Add(busy[_random.Next(busy.Count)].Dequeue());
        }

        private void Add(EventDelivery delivery)
        {
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
            _writing = _writer.Write(batch.Effects, _finished, 0, _begun);
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

        private static EventDelivery Of(
            PartitionAssignment source, HandlerDefinition handler, (long SpanStart, long Offset, string Key) record, bool handled = true)
        {
            var delivery = TestDelivery.Of(Orders, source, handler, record.Offset, record.Key);
            delivery.Effects.First = record.SpanStart;
            if (handled) delivery.Append(Happened, $"{handler.Name} {record.Offset}");
            return delivery;
        }
    }
}
