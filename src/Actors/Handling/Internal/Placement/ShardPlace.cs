using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Visits;

namespace Akka.Events.Handling.Internal.Placement;

/// <summary>Where one shard of the group is made: its present incarnation, and what waits for the next one. No I/O.</summary>
internal sealed class ShardPlace(ShardId id)
{
    private readonly Queue<OpenPartition> _opens = new();
    private readonly List<VisitShard> _visits = [];
    private readonly Queue<(EntityQuery Query, IActorRef Asker)> _queries = new();

    public ShardId Id { get; } = id;

    /// <summary>The present incarnation, until it has ended with all that runs in it; null between two.</summary>
    public IActorRef? Shard { get; private set; }

    /// <summary>A partition of it has been given up, and it hasn't said yet whether it goes on with the others.</summary>
    public int Closing { get; set; }

    /// <summary>Consumers to which partitions of the shard are assigned.</summary>
    public HashSet<IActorRef> Consumers { get; } = [];

    /// <summary>Assignments that the present incarnation was told to open.</summary>
    public List<PartitionAssignment> Opened { get; } = [];

    /// <summary>Nobody has use for it any more.</summary>
    public bool IsEmpty => Shard is null && Consumers.Count == 0 && _opens.Count == 0;

    /// <summary>Something waits that the present incarnation, or a new one, can have now.</summary>
    public bool MayOpen => Closing == 0 && _opens.Count > 0;

    /// <summary>Queries reach the shard at once.</summary>
    public bool MayAsk => Shard is not null && Closing == 0;

    public int WaitingQueries => _queries.Count;

    public void Wait(OpenPartition open) => _opens.Enqueue(open);

    public void Wait(EntityQuery query, IActorRef asker) => _queries.Enqueue((query, asker));

    /// <summary>The assignment is given up before it has been opened. False when it doesn't wait.</summary>
    public bool Withdraw(PartitionAssignment assignment)
    {
        var found = false;
        for (var count = _opens.Count; count > 0; count--)
        {
            var open = _opens.Dequeue();
            if (open.Source == assignment) found = true;
            else _opens.Enqueue(open);
        }
        return found;
    }

    /// <summary>All that waited to be opened; it is the present incarnation's from now on.</summary>
    public IEnumerable<OpenPartition> TakeOpens()
    {
        while (_opens.TryDequeue(out var open))
        {
            Opened.Add(open.Source);
            yield return open;
        }
    }

    public IEnumerable<(EntityQuery Query, IActorRef Asker)> TakeQueries()
    {
        while (_queries.TryDequeue(out var query)) yield return query;
    }

    public void Begin(IActorRef shard) => Shard = shard;

    /// <summary>The present incarnation has ended. Gives the assignments that it leaves without a shard.</summary>
    public PartitionAssignment[] End()
    {
        var left = Opened.ToArray();
        Opened.Clear();
        Shard = null;
        Closing = 0;
        return left;
    }

    /// <summary>Passes a visit on to the shard.</summary>
    public void Visit(VisitShard visit)
    {
        _visits.RemoveAll(known => known.Done.Task.IsCompleted);
        _visits.Add(visit);
        Shard!.Tell(visit, ActorRefs.NoSender);
    }

    /// <summary>The shard has ended: whoever waits for a visit that it has said nothing of is told.</summary>
    public void AbortVisits()
    {
        foreach (var visit in _visits) visit.Abort("its shard has ended");
        _visits.Clear();
    }
}
