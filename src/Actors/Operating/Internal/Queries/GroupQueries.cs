using Akka.Actor;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// Routes queries to a group's entities: to the shard in this process, or to the node that owns it, whose <see cref="GroupQueries"/> asks
/// its own. One whose shard is being opened or moved waits within its limit, and is sent again when the shard has opened somewhere. No
/// event goes this way, and no event waits for it.
/// </summary>
internal sealed class GroupQueries : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskAroundEvery = TimeSpan.FromMilliseconds(250);

    // A message may be lost with a connection; a query changes nothing, so that it may come twice.
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(2);

    private readonly RunningGroup _runtime;
    private readonly GroupContext _group;
    private readonly ILogger _log;
    private readonly Dictionary<long, PendingQuery> _pending = [];
    private readonly ShardOwners _owners = new();
    private readonly GroupPeers _peers;
    private readonly RoutedQueries _routed;
    private readonly Dictionary<int, long> _open = []; // shards that have recovered in this process, with their sequence numbers
    private readonly Dictionary<int, long> _wanted = []; // shards that the others were asked for, and when
    private readonly HashSet<int> _toTell = [];
    private long _ids;

    public GroupQueries(RunningGroup runtime)
    {
        _runtime = runtime;
        _group = runtime.Context;
        _log = _group.Loggers.CreateLogger("Akka.Events.Queries");
        _peers = new GroupPeers(Context.System, _group.Name);
        _routed = new RoutedQueries(runtime, Self, Context.System);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e)
        {
            // What waits goes on; the query in question ends with its limit.
            QueryLog.QueryRoutingFailed(_log, e, _group.Name);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case AskEntity ask:
                OnAsk(ask);
                break;
            case QueryAnswer answer when _pending.TryGetValue(answer.To.Id, out var query):
                End(query).TrySetResult(answer.Answer);
                break;
            case Status.Failure { State: EntityQuery asked } failure when _pending.TryGetValue(asked.Id, out var query):
                OnFailure(query, asked, failure.Cause);
                break;
            case RoutedQuery query:
                _routed.Serve(query, Sender, isOpen: _open.ContainsKey(query.Shard));
                break;
            case RoutedAnswer answer when _pending.TryGetValue(answer.Id, out var query):
                OnAnswer(query, answer);
                break;
            case RoutedFailure failure when _pending.TryGetValue(failure.Id, out var query):
                OnFailure(query, failure);
                break;
            case ShardOpened opened:
                OnOpened(opened);
                break;
            case ShardGone gone:
                _open.Remove(gone.Shard);
                break;
            case TellThem:
                TellOthers();
                break;
            case ShardWanted wanted when _open.TryGetValue(wanted.Shard, out var sequenceNr):
                Sender.Tell(new ShardsOwned([(wanted.Shard, sequenceNr)]), Self);
                break;
            case ShardsOwned owned:
                OnOwned(owned, Sender.Path.Address);
                break;
            case Look:
                LookAfterPending();
                break;
            case ShardWanted or RoutedAnswer or RoutedFailure or QueryAnswer or Status.Failure { State: EntityQuery }:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnOpened(ShardOpened opened)
    {
        _open[opened.Shard] = opened.SequenceNr;
        _owners.Here(opened.Shard);
        SendAgain(opened.Shard);
        // What opens together is told together.
        if (_toTell.Add(opened.Shard) && _toTell.Count == 1) Self.Tell(TellThem.Instance);
    }

    private void TellOthers()
    {
        var shards = _toTell.Where(_open.ContainsKey).Select(shard => (shard, _open[shard])).ToArray();
        _toTell.Clear();
        if (shards.Length > 0) _peers.TellAll(new ShardsOwned(shards), Self);
    }

    private void OnOwned(ShardsOwned owned, Address node)
    {
        foreach (var (shard, sequenceNr) in owned.Shards)
        {
            // A former owner that hasn't noticed yet.
            if (_open.TryGetValue(shard, out var own) && own > sequenceNr) continue;
            if (_owners.Learn(shard, new ShardOwner(node, sequenceNr))) SendAgain(shard);
        }
    }

    private void OnAsk(AskEntity ask)
    {
        var query = new PendingQuery(_ids++, ask, _group.Time.GetTimestamp());
        if (_pending.Count == 0) Timers.StartPeriodicTimer(Look.Instance, Look.Instance, LookEvery);
        _pending.Add(query.Id, query);
        Send(query);
    }

    private void Send(PendingQuery query)
    {
        var ask = query.Ask;
        var now = _group.Time.GetTimestamp();
        if (_owners.Of(ask.Shard) is { } owner)
        {
            query.Sent(QueryPlace.Elsewhere, owner, now);
            SendTo(owner, query);
            return;
        }
        query.Sent(QueryPlace.Here, null, now);
        _routed.SendHere(new EntityQuery(ask.Type.Name, ask.Key, ask.Shard, ask.Query, query.Id, query.Attempt));
    }

    private void SendTo(ShardOwner owner, PendingQuery query)
    {
        try
        {
            var packed = query.Ask.Type.Queries.Pack(query.Ask.Query);
            var message = new RoutedQuery(
                query.Id, query.Ask.Type.Name, query.Ask.Key, query.Ask.Shard, packed, (long)Left(query).TotalMilliseconds);
            _peers.At(owner.Node).Tell(message, Self);
        }
        catch (InvalidOperationException e)
        {
            End(query).TrySetException(e);
        }
    }

    private void OnFailure(PendingQuery query, EntityQuery asked, Exception cause)
    {
        switch (cause)
        {
            case StateNotReadException:
                if (query.Attempt == asked.Attempt) query.IsDue = true;
                break;
            case PartitionNotOwnedException:
                if (query.Attempt == asked.Attempt) query.Refused("it isn't open in this process");
                break;
            default:
                End(query).TrySetException(cause);
                break;
        }
    }

    private void OnAnswer(PendingQuery query, RoutedAnswer answer)
    {
        try
        {
            var type = query.Ask.Type;
            var value = type.Queries.UnpackAnswer(type.Queries.Pack(query.Ask.Query).Type, answer.Answer);
            End(query).TrySetResult(value);
        }
        catch (InvalidOperationException e)
        {
            End(query).TrySetException(e);
        }
    }

    private void OnFailure(PendingQuery query, RoutedFailure failure)
    {
        if (failure.Kind == QueryFailure.NotOwned)
        {
            var node = Sender.Path.Address;
            _owners.Refused(query.Ask.Shard, node);
            // Not where another has been asked meanwhile.
            if (query.Place == QueryPlace.Elsewhere && query.Owner!.Node == node) query.Refused($"{node}, which had it last, has given it up");
        }
        else if (failure.Kind == QueryFailure.Busy)
        {
            query.Said(failure.Message);
        }
        else
        {
            End(query).TrySetException(QueryFailures.Exception(failure, _group.Name, query.Ask.Type.Name, query.KeyText));
        }
    }

    private void SendAgain(int shard)
    {
        foreach (var query in _pending.Values.Where(q => q.Ask.Shard == shard && q.Place != QueryPlace.Here).ToArray()) Send(query);
    }

    private void LookAfterPending()
    {
        foreach (var query in _pending.Values.ToArray())
        {
            if (query.Ask.Answer.Task.IsCompleted) End(query);
            else if (Left(query) <= TimeSpan.Zero) End(query).TrySetException(QueryTexts.TooLate(_group, query, _peers.AreThere));
            else if (query.IsDue) Send(query);
            else if (query.Place != QueryPlace.Here) LookFor(query);
        }
    }

    // The node that was asked may have died, and the next owner's word have been lost: so the others are asked long before the query is sent
    // again, and also for a query whose limit comes first.
    private void LookFor(PendingQuery query)
    {
        var (shard, sent) = (query.Ask.Shard, _group.Time.GetElapsedTime(query.SentAt));
        if (query.Place == QueryPlace.Elsewhere && sent < AskAroundEvery) return;
        if (!_wanted.TryGetValue(shard, out var asked) || _group.Time.GetElapsedTime(asked) >= AskAroundEvery)
        {
            _wanted[shard] = _group.Time.GetTimestamp();
            _peers.TellAll(new ShardWanted(shard), Self);
        }
        if (query.Place == QueryPlace.Waiting || sent >= SendAgainAfter) Send(query);
    }

    private TimeSpan Left(PendingQuery query) => query.Ask.Limit - _group.Time.GetElapsedTime(query.Begun);

    private TaskCompletionSource<object?> End(PendingQuery query)
    {
        _pending.Remove(query.Id);
        if (_pending.Count == 0) Timers.Cancel(Look.Instance);
        return query.Ask.Answer;
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class TellThem
    {
        public static readonly TellThem Instance = new();
    }
}
