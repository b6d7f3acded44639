using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Kafka.Internal.Native;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Kafka;

/// <summary>Members of a group on a real Kafka that come and go while records pour in.</summary>
public sealed class ChurnTests(RealKafkaFixture fixture) : IClassFixture<RealKafkaFixture>
{
    private const int Partitions = 8;
    private const int PerPartition = 20_000;

    [SkippableTheory]
    [InlineData(true, GroupProtocol.Classic, false)]
    [InlineData(true, GroupProtocol.Classic, true)]
    [InlineData(true, GroupProtocol.Consumer, false)]
    [InlineData(false, GroupProtocol.Classic, false)]
    public async Task Nothing_is_lost_doubled_or_out_of_order_while_members_come_and_go(
        bool native, GroupProtocol protocol, bool coPartitioned)
    {
        var topic = $"churn-{native}-{protocol}-{coPartitioned}".ToLowerInvariant();
        await fixture.Kafka.CreateTopicAsync(topic, Partitions);
        var settings = new GroupConsumerSettings
        {
            BootstrapServers = fixture.Kafka.Bootstrap, GroupId = topic, Protocol = protocol, CoPartitioned = coPartitioned,
        };
        var journal = new ConcurrentDictionary<TopicPartition, ConcurrentQueue<long>>();
        var members = new List<Member>();
        var producing = Produce(topic);

        var first = Join();
        await Read(Partitions * PerPartition / 10);
        var second = Join();
        await Eventually.True(() => second.Assigned.Any(), "partitions of the second");
        await Read(Partitions * PerPartition / 4);
        var third = Join();
        await Eventually.True(() => third.Assigned.Any(), "partitions of the third");
        await Read(Partitions * PerPartition / 2);
        await second.Consumer.Close();
        await Read(Partitions * PerPartition * 3 / 4);
        await first.Consumer.Close();
        await producing;
        await Eventually.True(() => Count() >= Partitions * PerPartition, "all records");
        await third.Consumer.Close();

        Assert.All(members, m => Assert.Empty(m.RevocationErrors));
        Assert.Equal(Partitions, journal.Count);
        foreach (var offsets in journal.Values) Assert.Equal(Enumerable.Range(0, PerPartition).Select(i => (long)i), offsets);

        Member Join()
        {
            IGroupConsumer consumer = native
                ? new NativeGroupConsumer(settings, NullLogger.Instance, TimeProvider.System)
                : new LoopGroupConsumer(settings, NullLogger.Instance, TimeProvider.System);
            var member = new Member(consumer)
            {
                OnRecord = (partition, offset) => journal.GetOrAdd(partition, _ => new ConcurrentQueue<long>()).Enqueue(offset),
            };
            member.OnRevoked = partitions => consumer.Commit(
                [.. partitions.Where(p => member.Readers[p].Next >= 0).Select(p => new TopicPartitionOffset(p, member.Readers[p].Next))]);
            members.Add(member);
            consumer.Start([topic], member);
            return member;
        }

        int Count() => journal.Values.Sum(q => q.Count);
        Task Read(int count) => Eventually.True(() => Count() >= count, $"{count} records");
    }

    [SkippableTheory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task What_a_member_leaves_uncommitted_comes_again_to_another(GroupProtocol protocol)
    {
        var topic = $"leave-{protocol}".ToLowerInvariant();
        await fixture.Kafka.CreateTopicAsync(topic, Partitions);
        var settings = new GroupConsumerSettings { BootstrapServers = fixture.Kafka.Bootstrap, GroupId = topic, Protocol = protocol };
        await Produce(topic);
        var survivor = Start(settings);
        var leaving = Start(settings);
        await Eventually.True(() => leaving.Assigned.Any() && leaving.Records.Count > 1000, "records of the other");
        await leaving.Consumer.Close();
        await Eventually.True(() => survivor.Assigned.Count() == Partitions, "all partitions with the survivor");
        var seen = () => survivor.Records.Select(r => (r.Partition, r.Offset)).Distinct().Count();
        const int all = Partitions * PerPartition;
        await Eventually.True(() => survivor.Records.Count >= all && seen() == all, "every record");
        await survivor.Consumer.Close();
    }

    private static Member Start(GroupConsumerSettings settings)
    {
        var consumer = GroupConsumers.Create(settings, NullLogger.Instance, TimeProvider.System);
        var member = new Member(consumer);
        consumer.Start([settings.GroupId], member);
        return member;
    }

    private async Task Produce(string topic)
    {
        var config = new ProducerConfig { BootstrapServers = fixture.Kafka.Bootstrap, EnableIdempotence = true, LingerMs = 5 };
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        var value = new byte[100];
        for (var i = 0; i < PerPartition; i++)
        {
            for (var p = 0; p < Partitions; p++)
                producer.Produce(new TopicPartition(topic, p), new Message<byte[]?, byte[]?> { Value = value });
            // Spread over some seconds, so that members come and go in the middle of it.
            if (i % 100 == 99) await Task.Delay(20);
        }

        await Task.Run(() => producer.Flush(TimeSpan.FromMinutes(2)));
    }
}
