using System.Collections.Concurrent;
using Akka.Events.Consuming;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Reader;

public class GroupObserverTests
{
    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task Observers_see_a_partition_come_work_and_go()
    {
        var partition = new TopicPartition("events", 0);
        await using var group = await EventsHarness.Start(
            _topics, [EventsHarness.Entity<Counter, Count>()], observers: [new Failing(), _recorder]);
        group.Client.Assign(partition);
        _topics.Append(partition, "key"u8.ToArray(), "1"u8.ToArray());
        await group.Handled([partition]);
        await group.Client.Revoke(partition).WaitAsync(EventsHarness.Patience);
        group.Client.Assign(partition);
        await EventsHarness.Eventually(() => _recorder.Seen.Count(s => s.StartsWith("activated")) == 2);
        group.Client.Lose(partition);
        await EventsHarness.Eventually(() => _recorder.Seen.Contains("lost events [[0]]"));

        Assert.Equal(
            [
                "assigned events [[0]]", "activated events [[0]] ", "committed events [[0]] @1", "revoking events [[0]]", "revoked events [[0]]",
                "assigned events [[0]]", "activated events [[0]] 1", "lost events [[0]]",
            ],
            _recorder.Seen);
    }

    private sealed class Recorder : IGroupObserver
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public void Assigned(string group, IReadOnlyList<TopicPartition> partitions) =>
            Seen.Enqueue($"assigned {string.Join(' ', partitions)}");

        public void Activated(string group, TopicPartition partition, long? resume) => Seen.Enqueue($"activated {partition} {resume}");

        public void Revoking(string group, IReadOnlyList<TopicPartition> partitions) => Seen.Enqueue($"revoking {string.Join(' ', partitions)}");

        public void Revoked(string group, IReadOnlyList<TopicPartition> partitions) =>
            Seen.Enqueue($"revoked {string.Join(' ', partitions)}");

        public void Lost(string group, IReadOnlyList<TopicPartition> partitions) => Seen.Enqueue($"lost {string.Join(' ', partitions)}");

        // Where reading begins is committed too, when the time comes before the first record's end.
        public void Committed(string group, IReadOnlyList<TopicPartitionOffset> offsets)
        {
            if (offsets.Any(o => o.Offset > 0)) Seen.Enqueue($"committed {string.Join(' ', offsets)}");
        }
    }

    private sealed class Failing : IGroupObserver
    {
        public void Assigned(string group, IReadOnlyList<TopicPartition> partitions) => throw new InvalidOperationException("no use");
    }
}
