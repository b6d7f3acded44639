using System.Data.Common;
using Akka.Actor;
using Akka.Events.Consuming.Internal.Reader;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Placement;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>
/// Brings a group up in this process and keeps it up: prepares the store, finds its topics or has them made, starts its reader over
/// the shards. What can't be had now (broker, database, topic) is named, and tried again.
/// </summary>
internal sealed class GroupMember : UntypedActor, IWithTimers
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(10);

    // A reader that has lasted for this long works; one that ends before has failed like the one before it.
    private static readonly TimeSpan ReaderWorksAfter = TimeSpan.FromMinutes(1);

    private readonly RunningGroup _runtime;
    private readonly MemberContext _member;
    private readonly GroupContext _group;
    private readonly ILogger _log;
    private IActorRef _shards = ActorRefs.Nobody;
    private IActorRef? _reader;
    private IGroupConsumer? _client;
    private string? _readerFailure;
    private int _readerFailures;
    private IActorRef? _watch;
    private IActorRef? _leaveAsker;
    private bool _beginsAgain;
    private int _failures;

    public GroupMember(RunningGroup runtime)
    {
        _runtime = runtime;
        _member = runtime.Member;
        _group = _member.Group;
        _log = _group.Loggers.CreateLogger("Akka.Events.Group");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void PreStart()
    {
        MakeShards();
        Begin();
    }

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
            case ReaderFailed failed when Sender.Equals(_reader):
                _readerFailure = failed.Cause;
                break;
            case ReaderWorks when _reader is not null:
                _readerFailures = 0;
                _group.Problems.Settle(nameof(KafkaReader));
                break;
            case ClientClosed:
                OnClientClosed();
                break;
            case ReaderFailed or ReaderWorks:
                break;
            case Terminated ended when ended.ActorRef.Equals(_shards):
                OnShardsEnded();
                break;
            case Terminated or Done:
                break;
            case TopicsChanged changed when Sender.Equals(_watch) || Sender.Equals(_reader):
                OnTopicsChanged(changed);
                break;
            case TopicsChanged:
                break;
            case LeaveGroup:
                OnLeave();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin() => Prepare().PipeTo(Self, success: p => p, failure: e => new PreparationFailed(e));

    private async Task<Prepared> Prepare()
    {
        if (_group.KeepsOffsets) await PrepareStore().ConfigureAwait(false);
        var client = _runtime.NewClient();
        try
        {
            var (group, recreated) = (_group, _member.Options.RecreatedTopic);
            var topics = await FindTopics(client).ConfigureAwait(false);
            await GroupTopics.Check(group, topics, recreated, _log, CancellationToken.None).ConfigureAwait(false);
            return new Prepared(client, topics);
        }
        catch
        {
            await client.Close().ConfigureAwait(false);
            throw;
        }
    }

    private async Task PrepareStore()
    {
        try
        {
            await _group.States.Initialize(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw new InvalidOperationException(_group.OfStore(e), e);
        }
    }

    private async Task<IReadOnlyDictionary<string, TopicInfo>> FindTopics(IGroupConsumer client)
    {
        string[] names = [.. _group.Routes.Select(r => r.Name)];
        var topics = await client.Topics(names, MetadataTimeout).ConfigureAwait(false);
        foreach (var retries in new[] { false, true })
        {
            // A retry topic is made like that of its events.
            foreach (var route in _group.Routes)
                if (topics.TryGetValue(route.Name, out var info))
                    route.Partitions = info.Partitions;
            if (_runtime.TopicsToMake(topics, retries) is not { Count: > 0 } toMake) continue;
            foreach (var topic in toMake) await _runtime.Make(topic).ConfigureAwait(false);
            topics = await client.Topics(names, MetadataTimeout).ConfigureAwait(false);
        }
        return topics;
    }

    private void OnPrepared(Prepared prepared)
    {
        if (_leaveAsker is not null)
        {
            prepared.Client.Close().PipeTo(_leaveAsker, success: () => Done.Instance);
            return;
        }
        _failures = 0;
        _group.Problems.Settle(nameof(GroupMember));
        foreach (var route in _group.Routes) route.Partitions = prepared.Topics[route.Name].Partitions;
        var partitions = prepared.Topics.Values.Max(t => t.Partitions);
        if (_group.HasEntities) _group.Keys.Partitions = partitions;
        var (member, shards) = (_member, _shards);
        _runtime.Became(shards, partitions);
        var (client, topics) = prepared;
        _client = client;
        var reader = _reader = Context.ActorOf(Props.Create(() => new KafkaReader(member, shards, client, topics)));
        Context.Watch(_reader);
        Timers.StartSingleTimer(ReaderWorks.Instance, ReaderWorks.Instance, ReaderWorksAfter);
        _watch = Context.ActorOf(Props.Create(() => new TopicWatch(member, reader, client, topics)));
        ConsumingLog.GroupJoining(_log, _group.Name, string.Join(", ", _group.Routes.Select(r => r.Name)), partitions);
    }

    // Not to go on at once: what has been taken is finished and committed, and then the topics are looked at anew.
    private void OnTopicsChanged(TopicsChanged changed)
    {
        if (_beginsAgain || _reader is null) return;
        _beginsAgain = true;
        ConsumingLog.TopicsLookedAtAnew(_log, _group.Name, changed.What);
        _reader.Tell(LeaveGroup.Instance);
    }

    private void MakeShards()
    {
        var group = _group;
        _shards = Context.ActorOf(Props.Create(() => new GroupShards(group)), "shards");
        Context.Watch(_shards);
    }

    // All that was under way is lost with them: a new reader begins at what is committed.
    private void OnShardsEnded()
    {
        MakeShards();
        if (_reader is not null) Context.Stop(_reader);
    }

    private void OnReaderEnded()
    {
        _reader = null;
        Context.Stop(_watch);
        Timers.Cancel(ReaderWorks.Instance);
        // Two clients of one member would get into each other's way.
        _client!.Close().PipeTo(Self, success: () => ClientClosed.Instance, failure: _ => ClientClosed.Instance);
    }

    private void OnClientClosed()
    {
        _client = null;
        var beginsAgain = _beginsAgain;
        _beginsAgain = false;
        if (_leaveAsker is not null)
        {
            _leaveAsker.Tell(Done.Instance);
            return;
        }
        if (beginsAgain) Begin();
        else ReadAgain();
    }

    private void ReadAgain()
    {
        var cause = _readerFailure ?? "its reader has failed, see the log";
        _readerFailure = null;
        var wait = Wait(_readerFailures++, ReaderWorksAfter);
        var isNew = _group.Problems.Report(nameof(KafkaReader), ProblemCause.ReaderFailed, cause);
        ConsumingLog.ReaderEnded(_log, isNew ? LogLevel.Warning : LogLevel.Debug, _group.Name, cause, Durations.Text(wait));
        Timers.StartSingleTimer(BeginAgain.Instance, BeginAgain.Instance, wait);
    }

    private static TimeSpan Wait(int failures, TimeSpan most) => Backoff.Wait(TimeSpan.FromMilliseconds(500), most, failures);

    private void TryAgain(Exception cause)
    {
        if (_leaveAsker is not null)
        {
            _leaveAsker.Tell(Done.Instance);
            return;
        }
        var wait = Wait(_failures++, MaxRetry);
        var isNew = _group.Problems.Report(nameof(GroupMember), ProblemCause.CannotStart, cause.Message);
        ConsumingLog.GroupCannotStart(
            _log, isNew ? LogLevel.Warning : LogLevel.Debug, Reason.Stack(_log, cause), _group.Name, cause.Message, Durations.Text(wait));
        Timers.StartSingleTimer(BeginAgain.Instance, BeginAgain.Instance, wait);
    }

    private void OnLeave()
    {
        _leaveAsker = Sender;
        Timers.Cancel(BeginAgain.Instance);
        if (_reader is not null) _reader.Tell(LeaveGroup.Instance);
        else if (_client is null && (_failures > 0 || _readerFailures > 0)) _leaveAsker.Tell(Done.Instance);
    }

    private sealed class BeginAgain
    {
        public static readonly BeginAgain Instance = new();
    }

    private sealed class ReaderWorks
    {
        public static readonly ReaderWorks Instance = new();
    }

    private sealed class ClientClosed
    {
        public static readonly ClientClosed Instance = new();
    }

    private sealed record Prepared(IGroupConsumer Client, IReadOnlyDictionary<string, TopicInfo> Topics) : INoSerializationVerificationNeeded;

    private sealed record PreparationFailed(Exception Cause) : INoSerializationVerificationNeeded;
}
