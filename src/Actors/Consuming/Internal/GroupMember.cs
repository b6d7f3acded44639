using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Sharding.External;
using Akka.Events.Handling.Internal;
using Akka.Events.Operating.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// Brings a group up in this process and keeps it up: describes its entities, prepares the store, finds its topics, starts the shard region and the reader.
/// What can't be had now (broker, database, topic) is named, and tried again.
/// </summary>
internal sealed class GroupMember : UntypedActor, IWithTimers
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DescribeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(10);

    private readonly GroupRuntime _runtime;
    private readonly GroupContext _group;
    private readonly ILogger _log;
    private IActorRef? _reader;
    private IActorRef? _leaveAsker;
    private int _failures;
    private bool _described;

    public GroupMember(GroupRuntime runtime)
    {
        _runtime = runtime;
        _group = runtime.Context;
        _log = _group.Loggers.CreateLogger("Akka.Events.Group");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void PreStart() => Begin();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BeginAgain:
                Begin();
                break;
            case Prepared prepared:
                OnPrepared(prepared);
                break;
            case PreparationFailed failed:
                TryAgain(failed.Cause);
                break;
            case Terminated ended when ended.ActorRef.Equals(_reader):
                OnReaderEnded();
                break;
            case Terminated or Done:
                break;
            case LeaveGroup:
                OnLeave();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin() => Prepare(Context).PipeTo(Self, success: p => p, failure: e => new PreparationFailed(e));

    private async Task<Prepared> Prepare(IUntypedActorContext context)
    {
        // Until the first wait this runs on the actor's turn, and nothing of the actor is touched after it.
        var system = context.System;
        var types = _described ? [] : _group.Handlers.OfType<EntityType>().ToArray();
        var blueprints = await Task.WhenAll(types.Select(type => Describe(context, type))).ConfigureAwait(false);
        if (!_described)
        {
            foreach (var (type, blueprint) in types.Zip(blueprints)) type.Learn(blueprint);
            _group.BuildRoutes();
            _described = true;
        }
        if (_group.HasEntities) await _group.States.Initialize(CancellationToken.None).ConfigureAwait(false);
        var client = _runtime.NewClient();
        try
        {
            var partitions = await CheckTopics(client).ConfigureAwait(false);
            var group = _group;
            var region = await ClusterSharding.Get(system).StartAsync(
                group.Name,
                shard => Props.Create(() => new HandlerShard(group, int.Parse(shard, CultureInfo.InvariantCulture))),
                // Where shards are lives with the cluster and never in the journal: several one-member clusters may share a database.
                ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero).WithStateStoreMode(StateStoreMode.DData),
                new ShardExtractor(),
                new ExternalShardAllocationStrategy(system, group.Name),
                StopShard.Instance).ConfigureAwait(false);
            return new Prepared(client, region, partitions);
        }
        catch
        {
            await client.Close().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<EntityBlueprint> Describe(IUntypedActorContext context, EntityType type)
    {
        EntityBlueprint.BeginNoting(type.ActorType);
        var first = context.ActorOf(type.Props);
        try
        {
            return await first.Ask<EntityBlueprint>(DescribeEntity.Instance, DescribeTimeout).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            throw new InvalidOperationException($"{type.ActorType.Name} can't be made: its constructor failed, see the log");
        }
        finally
        {
            EntityBlueprint.EndNoting(type.ActorType);
            first.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        }
    }

    private async Task<int> CheckTopics(IGroupConsumer client)
    {
        var names = _group.Routes.Select(r => r.Name).ToArray();
        var counts = await client.Partitions(names, MetadataTimeout).ConfigureAwait(false);
        foreach (var name in names)
            if (!counts.ContainsKey(name))
                throw new InvalidOperationException($"topic '{name}' doesn't exist");
        if (_group.HasEntities && counts.Values.Distinct().Count() > 1)
            throw new InvalidOperationException(
                $"its topics feed the same entities and need equal partition counts, but have {string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {c.Value}"))}");
        return counts.Values.Max();
    }

    private void OnPrepared(Prepared prepared)
    {
        if (_leaveAsker is not null)
        {
            prepared.Client.Close().PipeTo(_leaveAsker, success: () => Done.Instance);
            return;
        }
        _failures = 0;
        _runtime.Problem = null;
        _runtime.Became(prepared.Region, prepared.Partitions);
        var runtime = _runtime;
        var client = prepared.Client;
        var region = prepared.Region;
        _reader = Context.ActorOf(Props.Create(() => new KafkaReader(runtime.Context, region, client, runtime.Progress)));
        Context.Watch(_reader);
        _log.LogInformation("Group {Group}: joining, over {Topics} with {Partitions} partitions", _group.Name, string.Join(", ", _group.Routes.Select(r => r.Name)), prepared.Partitions);
    }

    private void OnReaderEnded()
    {
        _reader = null;
        if (_leaveAsker is not null)
        {
            _leaveAsker.Tell(Done.Instance);
            return;
        }
        TryAgain(new InvalidOperationException("the Kafka client has ended"));
    }

    private void TryAgain(Exception cause)
    {
        if (_leaveAsker is not null)
        {
            _leaveAsker.Tell(Done.Instance);
            return;
        }
        var wait = TimeSpan.FromMilliseconds(500) * Math.Pow(2, Math.Min(_failures++, 10));
        if (wait > MaxRetry) wait = MaxRetry;
        _runtime.Problem = cause.Message;
        _log.LogError("Group {Group} can't start: {Reason}. Trying again in {Wait}", _group.Name, cause.Message, wait);
        Timers.StartSingleTimer(BeginAgain.Instance, BeginAgain.Instance, wait);
    }

    private void OnLeave()
    {
        _leaveAsker = Sender;
        Timers.Cancel(BeginAgain.Instance);
        if (_reader is not null) _reader.Tell(LeaveGroup.Instance);
        else if (_failures > 0) _leaveAsker.Tell(Done.Instance);
    }

    private sealed class BeginAgain
    {
        public static readonly BeginAgain Instance = new();
    }

    private sealed record Prepared(IGroupConsumer Client, IActorRef Region, int Partitions) : INoSerializationVerificationNeeded;

    private sealed record PreparationFailed(Exception Cause) : INoSerializationVerificationNeeded;
}
