using Akka.Events.Committing;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Subscribing;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>The sections under <c>akka.events</c>.</summary>
internal static class Sections
{
    public const string Root = "akka.events";

    private static readonly TimeSpan Years = TimeSpan.FromDays(3650);

    public static readonly Section<HandlerOptions> Handler = new Section<HandlerOptions>()
        .Choice(o => o.OnFailure)
        .Choice(o => o.OnUndecodable)
        .Duration(o => o.AttemptTimeout)
        .Duration(o => o.Timeout)
        .Duration(o => o.MinBackoff)
        .Duration(o => o.MaxBackoff)
        .Duration(o => o.RetryDelay)
        .Duration(o => o.MaxRetryDelay)
        .Count(o => o.MaxRetries)
        .Count(o => o.BreakerErrors, min: 0)
        .Duration(o => o.BreakerOpenTime)
        .Count(o => o.MaxConcurrency)
        .Count(o => o.BatchSize)
        .Duration(o => o.BatchAge, TimeSpan.Zero)
        .Count(o => o.MaxBatches)
        .Duration(o => o.Delay, TimeSpan.Zero)
        .Duration(o => o.DedupeFor, TimeSpan.Zero, Years)
        .Choice(o => o.StartsFrom)
        .Flag(o => o.Tombstones)
        .Flag(o => o.Blocking)
        .Rule(o => o.MaxBackoff, o =>
            o.MaxBackoff < o.MinBackoff ? $"'{ValueText.Of(o.MaxBackoff)}' is below min-backoff ({ValueText.Of(o.MinBackoff)})" : null)
        .Rule(o => o.MaxRetryDelay, o =>
            o.MaxRetryDelay < o.RetryDelay ? $"'{ValueText.Of(o.MaxRetryDelay)}' is below retry-delay ({ValueText.Of(o.RetryDelay)})" : null);

    public static readonly Section<CheckpointOptions> Checkpoint = new Section<CheckpointOptions>()
        .Count(o => o.MaxTailEvents)
        .Size(o => o.MaxTailBytes)
        .Duration(o => o.MaxAge)
        .Count(o => o.ChunkSize);

    public static readonly Section<MemoryOptions> Memory = new Section<MemoryOptions>()
        .Count(o => o.MaxActive)
        .Count(o => o.MaxResident)
        .Size(o => o.MaxBytes)
        .Duration(o => o.PassivateAfter);

    public static readonly Section<LimitOptions> Limits = new Section<LimitOptions>()
        .Count(o => o.MaxExecuting, min: 0)
        .Count(o => o.MaxOutstanding, min: 0);

    public static readonly Section<GroupOptions> Group = new Section<GroupOptions>()
        .Choice(o => o.StartFrom)
        .Count(o => o.MaxOutstanding)
        .Size(o => o.MaxOutstandingBytes)
        .Count(o => o.MaxGap, max: 1 << 30)
        .Duration(o => o.CommitInterval)
        .Duration(o => o.DrainTimeout)
        .Duration(o => o.ReportStuckAfter)
        .Duration(o => o.ReopenBackoff)
        .Duration(o => o.TopicCheckInterval)
        .Choice(o => o.RecreatedTopic)
        .Choice(o => o.Protocol)
        .Text(o => o.InstanceId)
        .Duration(o => o.FencingHorizon, TimeSpan.FromMinutes(1), Years)
        .Flag(o => o.RetainHistory)
        .Choice(o => o.LostJournal)
        .Count(o => o.MaxUnsent)
        .Size(o => o.MaxUnsentBytes)
        .Inside(o => o.Limits, Limits)
        .Inside(o => o.Checkpoint, Checkpoint)
        .Inside(o => o.Memory, Memory)
        .Inside(o => o.Handler, Handler);

    public static readonly Section<KafkaOptions> Kafka = new Section<KafkaOptions>()
        .Text(o => o.BootstrapServers)
        .Text(o => o.ClientId)
        .Size(o => o.PrefetchBytes)
        .Count(o => o.ExpectedPartitions)
        .Duration(o => o.CloseTimeout)
        .Flag(o => o.NativeQueues)
        .Properties(o => o.Client, ClientProperties.Check);

    public static readonly Section<PostgreSqlOptions> PostgreSql = new Section<PostgreSqlOptions>()
        .Text(o => o.ConnectionString)
        .Name(o => o.Schema)
        .Text(o => o.JournalSchema)
        .Flag(o => o.AutoInitialize)
        .Duration(o => o.CommandTimeout)
        .Duration(o => o.KeepDeleted, max: Years)
        .Count(o => o.MaxTransactions, max: 1000)
        .Flag(o => o.SessionLimits);

    public static readonly Section<SqliteOptions> Sqlite = new Section<SqliteOptions>()
        .Text(o => o.Path)
        .Duration(o => o.BusyTimeout)
        .Duration(o => o.KeepDeleted, max: Years);

    public static readonly Section<MySqlOptions> MySql = new Section<MySqlOptions>()
        .Text(o => o.ConnectionString)
        .Text(o => o.TablePrefix)
        .Flag(o => o.AutoInitialize)
        .Duration(o => o.CommandTimeout)
        .Count(o => o.MaxTransactions, max: 1000);

    public static readonly Section<TopicOptions> Topics = new Section<TopicOptions>()
        .Flag(o => o.Create)
        .Count(o => o.Partitions)
        .Count(o => o.Replicas, max: short.MaxValue)
        .Duration(o => o.Retention, TimeSpan.Zero, Years)
        .Flag(o => o.Compacted)
        .Choice(o => o.Mismatch)
        .Duration(o => o.Timeout);

    public static readonly Section<NameOptions> Names = new Section<NameOptions>()
        .Text(o => o.Prefix)
        .Free(o => o.Topics)
        .Free(o => o.Groups);

    public static readonly Section<SubscriptionOptions> Subscription = new Section<SubscriptionOptions>()
        .Count(o => o.MaxEvents)
        .Size(o => o.MaxBytes)
        .Choice(o => o.Overflow)
        .Flag(o => o.Tombstones);

    public static readonly Section<ReadingOptions> Reading = new Section<ReadingOptions>()
        .Duration(o => o.TopicCheckInterval)
        .Duration(o => o.KeepOpen)
        .Inside(o => o.Subscription, Subscription);

    public static readonly Section<OutboxOptions> Outbox = new Section<OutboxOptions>()
        .Flag(o => o.Forward)
        .Flag(o => o.Transactions)
        .Count(o => o.BatchSize, max: 100_000)
        .Size(o => o.BatchBytes)
        .Duration(o => o.PollInterval)
        .Duration(o => o.RetryInterval);

    public static readonly Section<PublishingOptions> Publish = new Section<PublishingOptions>()
        .Duration(o => o.Linger, TimeSpan.Zero, TimeSpan.FromMinutes(15))
        .Count(o => o.MaxInFlight)
        .Size(o => o.MaxInFlightBytes)
        .Size(o => o.MaxRecordBytes, 1000, 1_000_000_000)
        .Duration(o => o.DeliveryTimeout)
        .Duration(o => o.FlushTimeout)
        .Flag(o => o.CloudEvents)
        .Name(o => o.Source)
        .Flag(o => o.RequireRegisteredTopics)
        .Flag(o => o.EntityTransactions)
        .Count(o => o.MaxEntityProducers, max: 10_000)
        .Free(o => o.Headers)
        .Rule(o => o.DeliveryTimeout, o => o.DeliveryTimeout <= o.Linger
            ? $"'{ValueText.Of(o.DeliveryTimeout)}' is not above linger ({ValueText.Of(o.Linger)}): records would fail before they are sent"
            : null)
        .Rule(o => o.MaxInFlightBytes, o => o.MaxInFlightBytes < o.MaxRecordBytes
            ? $"'{ValueText.OfSize(o.MaxInFlightBytes)}' is below max-record-bytes ({ValueText.OfSize(o.MaxRecordBytes)}): such a record would wait "
                + "for ever"
            : null);
}
