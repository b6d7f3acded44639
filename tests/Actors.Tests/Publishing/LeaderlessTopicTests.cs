using System.Data.Common;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.LocalServers;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Publishing;

public sealed class LeaderlessTopicTests
{
    private static readonly ProducerSettings Nowhere = new() { BootstrapServers = "127.0.0.1:1" };

    [Fact]
    public async Task A_topic_without_leaders_is_refused_alone()
    {
        await using var sender = Sender(ErrorCode.LeaderNotAvailable);

        var outcome = await sender.Send([Part("b", 1), Part("a", 2)]);

        Assert.Equal(["b"], outcome.Refused.Keys);
        Assert.False(outcome.EndsSender);
    }

    [Fact]
    public async Task The_outbox_lets_such_a_topic_wait_alone()
    {
        var store = new OneBatch();
        var forwarder = new OutboxForwarder(
            "holder", store, name => new BatchSender(Nowhere, name, transactions: false, NullLogger.Instance), Ensure(ErrorCode.LeaderNotAvailable),
            new OutboxLimits(), new ForwarderState(), TimeProvider.System);

        await forwarder.Run(default);

        Assert.Equal([(1, true)], store.Refusals);
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_no_fault_of_a_topic()
    {
        await using var sender = Sender(ErrorCode.Local_TimedOut);

        await Assert.ThrowsAsync<KafkaException>(() => sender.Send([Part("b", 1), Part("a", 2)]));
    }

    [Fact]
    public async Task A_topic_that_loses_its_leader_is_refused_alone_and_others_are_sent_under_the_same_name()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("a", partitions: 1);
        kafka.CreateTopic("b", partitions: 1);
        kafka.SetLeader("b", 0, null);
        await using (var sender = await Begun(kafka.Bootstrap))
        {
            var outcome = await sender.Send([Part("b", 1), Part("a", 2)]);
            Assert.Equal(["b"], outcome.Refused.Keys);
            Assert.True(outcome.EndsSender);
            Assert.Empty(outcome.Sent);
        }
        await using (var sender = await Begun(kafka.Bootstrap)) Assert.Equal(["a"], (await sender.Send([Part("a", 2)])).Sent.Keys);
        kafka.SetLeader("b", 0, 1);
        await using (var sender = await Begun(kafka.Bootstrap)) Assert.Equal(["b"], (await sender.Send([Part("b", 1)])).Sent.Keys);
    }

    [Fact]
    public async Task Brokers_that_are_gone_are_no_fault_of_a_topic()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("b", partitions: 1);
        await using var sender = await Begun(kafka.Bootstrap);
        kafka.StopBroker(1);

        await Assert.ThrowsAnyAsync<KafkaException>(() => sender.Send([Part("b", 1)]));
    }

    private static async Task<TransactionSender> Begun(string bootstrap)
    {
        var batches = new BatchSender(
            new ProducerSettings { BootstrapServers = bootstrap }, "leaderless", transactions: true, NullLogger.Instance, TimeSpan.FromSeconds(3));
        await batches.Begin();
        return new TransactionSender(batches, 1, _ => Task.FromResult<TopicException?>(null), () => { });
    }

    private static TransactionSender Sender(ErrorCode ofB) => new(
        new BatchSender(Nowhere, "leaderless", transactions: true, NullLogger.Instance), 1,
        Ensure(ofB), () => { });

    private static Func<string, Task<TopicException?>> Ensure(ErrorCode ofB) =>
        topic => Task.FromResult(topic == "b" ? new TopicException(topic, ofB, "it can't be written to") : null);

    private static OutgoingPart Part(string topic, long number) => new(topic, number, 1, 100, [new OutgoingRecord(topic, null, [1])]);

    /// <summary>An outbox with a row for each topic, whose forwarder is another one as soon as a row was refused.</summary>
    private sealed class OneBatch : IOutboxStore
    {
        private readonly OutboxBatch _batch = OutboxBatch.Of(
            [new OutboxRow(1, new OutgoingRecord("b", null, [1])), new OutboxRow(2, new OutgoingRecord("a", null, [1]))], new Random(1));

        public List<(long Id, bool StopsTopic)> Refusals { get; } = [];

        public Task Initialize(CancellationToken ct) => Task.CompletedTask;

        public string? Problem(DbTransaction transaction) => null;

        public Task Write(DbTransaction transaction, IReadOnlyList<OutgoingRecord> records, CancellationToken ct) => Task.CompletedTask;

        public Task<ForwarderLease?> TryTake(string holder, TimeSpan lease, CancellationToken ct) =>
            Task.FromResult<ForwarderLease?>(new ForwarderLease("outbox", null));

        public Task<bool> Renew(string holder, TimeSpan lease, CancellationToken ct) => Task.FromResult(true);

        public Task Release(string holder, CancellationToken ct) => Task.CompletedTask;

        public Task<IReadOnlyList<string>> TopicsOf(OutboxBatch batch, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<(OutboxBatch? Next, bool StillMine)> Advance(string holder, OutboxBatch? before, bool sent, int most, CancellationToken ct) =>
            Task.FromResult<(OutboxBatch?, bool)>((_batch, Refusals.Count == 0));

        public Task<IReadOnlyList<long>> Due(TimeSpan after, CancellationToken ct) => Task.FromResult<IReadOnlyList<long>>([]);

        public Task Refuse(long id, string? why, bool stopsTopic, CancellationToken ct)
        {
            Refusals.Add((id, stopsTopic));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<long>> RefusedOf(IReadOnlyCollection<long> ids, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<long>>([.. Refusals.Select(refusal => refusal.Id).Where(ids.Contains)]);

        public Task Remove(IReadOnlyCollection<long> ids, CancellationToken ct) => Task.CompletedTask;

        public Task Listen(Action told, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

        public Task<OutboxBacklog> Backlog(CancellationToken ct) => Task.FromResult(new OutboxBacklog(0, null, []));

        public Task<IReadOnlyList<RefusedEvent>> Refused(CancellationToken ct) => Task.FromResult<IReadOnlyList<RefusedEvent>>([]);

        public Task<bool> Retry(long id, CancellationToken ct) => Task.FromResult(false);

        public Task<bool> Skip(long id, CancellationToken ct) => Task.FromResult(false);

        public Task Clean(CancellationToken ct) => Task.CompletedTask;
    }
}
