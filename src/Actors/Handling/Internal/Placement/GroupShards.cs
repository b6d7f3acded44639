using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shard;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Handling.Internal.Visits;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Placement;

/// <summary>
/// The shards of a group in this process: Kafka has said that they are here, so they are made here, as children, when a partition is
/// opened. Of each shard there is one incarnation at a time: what is to be opened while a former one ends waits for its end, with all that
/// runs in it. One that fails is never restarted in place: its consumers are told, and open it anew from what is committed.
/// </summary>
internal sealed class GroupShards : UntypedActor
{
    // Of a shard that isn't open at the moment; nobody waits longer than an ask lasts.
    private const int MaxWaitingQueries = 1000;

    private readonly GroupContext _group;
    private readonly ILogger _log;
    private readonly Dictionary<ShardId, ShardPlace> _places = [];
    private readonly Dictionary<IActorRef, ShardPlace> _byShard = [];
    private readonly Dictionary<IActorRef, ShardPlace> _byConsumer = [];

    public GroupShards(GroupContext group)
    {
        _group = group;
        _log = group.Loggers.CreateLogger("Akka.Events.Shards");
    }

    protected override void PostStop()
    {
        foreach (var place in _byShard.Values) place.AbortVisits();
    }

    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenPartition open:
                OnOpen(open);
                break;
            case ClosePartition close:
                OnClose(close.Source);
                break;
            case PartitionClosed when _byShard.TryGetValue(Sender, out var place):
                place.Closing--;
                GoOn(place);
                break;
            case EntityQuery query:
                OnQuery(query);
                break;
            case VisitShard visit:
                OnVisit(visit);
                break;
            case Terminated ended when _byShard.Remove(ended.ActorRef, out var place):
                OnShardEnded(place);
                break;
            case Terminated ended when _byConsumer.Remove(ended.ActorRef, out var place):
                OnConsumerEnded(place, ended.ActorRef);
                break;
            case Terminated:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnOpen(OpenPartition open)
    {
        var id = new ShardId(_group.HasEntities ? null : open.Route.Name, open.Source.Partition);
        if (!_places.TryGetValue(id, out var place)) _places.Add(id, place = new ShardPlace(id));
        if (place.Consumers.Add(open.Source.Consumer))
        {
            _byConsumer[open.Source.Consumer] = place;
            Context.Watch(open.Source.Consumer);
        }
        place.Wait(open);
        GoOn(place);
    }

    private void GoOn(ShardPlace place)
    {
        if (place.MayOpen)
        {
            if (place.Shard is null) Begin(place);
            foreach (var open in place.TakeOpens()) place.Shard!.Tell(open, Self);
        }
        if (!place.MayAsk) return;
        foreach (var (query, asker) in place.TakeQueries()) place.Shard!.Tell(query, asker);
    }

    private void Begin(ShardPlace place)
    {
        var (group, (topic, partition)) = (_group, place.Id);
        var shard = Context.ActorOf(Props.Create(() => new HandlerShard(group, partition, topic)), Uri.EscapeDataString(place.Id.ToString()));
        Context.Watch(shard);
        _byShard.Add(shard, place);
        place.Begin(shard);
    }

    private void OnClose(PartitionAssignment assignment)
    {
        if (!_byConsumer.TryGetValue(assignment.Consumer, out var place)) return;
        if (place.Withdraw(assignment) || !place.Opened.Remove(assignment)) return;
        place.Closing++;
        place.Shard!.Tell(new ClosePartition(assignment), Self);
    }

    private void OnConsumerEnded(ShardPlace place, IActorRef consumer)
    {
        foreach (var assignment in place.Opened.FindAll(a => a.Consumer.Equals(consumer)))
        {
            place.Opened.Remove(assignment);
            place.Closing++;
            place.Shard!.Tell(new ClosePartition(assignment), Self);
        }
        place.Consumers.Remove(consumer);
        RemoveIfEmpty(place);
    }

    private void OnShardEnded(ShardPlace place)
    {
        place.AbortVisits();
        foreach (var assignment in place.End()) assignment.Consumer.Tell(new ShardClosed(assignment), Self);
        GoOn(place);
        RemoveIfEmpty(place);
    }

    private void RemoveIfEmpty(ShardPlace place)
    {
        if (!place.IsEmpty) return;
        _places.Remove(place.Id);
        foreach (var (query, asker) in place.TakeQueries()) Refuse(query, asker);
    }

    private void OnQuery(EntityQuery query)
    {
        if (!_places.TryGetValue(new ShardId(null, query.Shard), out var place) || place.Consumers.Count == 0)
            Refuse(query, Sender);
        else if (place.MayAsk)
            place.Shard!.Tell(query, Sender);
        else if (place.WaitingQueries < MaxWaitingQueries)
            place.Wait(query, Sender);
        else
            Refuse(query, Sender);
    }

    private void OnVisit(VisitShard visit)
    {
        if (_places.TryGetValue(new ShardId(null, visit.Shard), out var place) && place.MayAsk) place.Visit(visit);
        else visit.Abort("it isn't in this process, or is just moving");
    }

    private void Refuse(EntityQuery query, IActorRef asker) =>
        asker.Tell(new Status.Failure(new PartitionNotOwnedException(_group.Name, query.Shard), query), Self);
}
