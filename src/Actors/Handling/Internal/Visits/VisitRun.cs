using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Visits;

/// <summary>One visit to all entities of a type in a shard: how far it is. Used on the shard's turn only.</summary>
/// <param name="type">The entities' type.</param>
/// <param name="visit">The visit's name.</param>
/// <param name="source">What stands for the assignment of a record.</param>
/// <param name="began">When it began.</param>
/// <param name="asked">Who waits for its end; null for one that was due.</param>
/// <param name="onPage">Told when all that was begun has ended.</param>
internal sealed class VisitRun(
    EntityType type, string visit, PartitionAssignment source, DateTimeOffset began, VisitShard? asked, Action<VisitRun> onPage)
{
    private Queue<byte[]> _unstored = new();
    private HashSet<byte[]> _known = [];
    private int _underWay;
    private long _number;

    public EntityType Type { get; } = type;

    public string Visit { get; } = visit;

    /// <summary>Tells runs apart, for good.</summary>
    public string Id { get; } = $"{VisitSource.Prefix}{visit}-{Guid.NewGuid():N}";

    public VisitSource Route { get; } = new(visit);

    public PartitionAssignment Source { get; } = source;

    public DateTimeOffset Began { get; } = began;

    public VisitShard? Asked { get; } = asked;

    public long Visited { get; private set; }

    public long Failed { get; private set; }

    /// <summary>A failure has been told.</summary>
    public bool HasTold { get; set; }

    /// <summary>The last key that the store has given; null before the first.</summary>
    public byte[]? Last { get; private set; }

    /// <summary>The store has no more keys.</summary>
    public bool IsStoreRead { get; private set; }

    /// <summary>It begins, with the keys that the store doesn't know, or not as they are.</summary>
    public void Begin(IEnumerable<byte[]> unstored)
    {
        _known = new HashSet<byte[]>(unstored, KeyComparer.Instance);
        _unstored = new Queue<byte[]>(_known);
    }

    /// <summary>The next of those keys, so many at most; empty when there are no more.</summary>
    public List<byte[]> TakeUnstored(int most)
    {
        var keys = new List<byte[]>();
        while (keys.Count < most && _unstored.TryDequeue(out var key)) keys.Add(key);
        return keys;
    }

    /// <summary>The store has given a page. Gives those keys of it that haven't had their turn.</summary>
    public List<byte[]> Take(IReadOnlyList<byte[]> page, int asked)
    {
        IsStoreRead = page.Count < asked;
        if (page.Count > 0) Last = page[^1];
        return [.. page.Where(key => !_known.Contains(key))];
    }

    /// <summary>Visits that are to begin; all are counted before the first one does.</summary>
    public List<VisitDelivery> Next(IReadOnlyCollection<byte[]> keys)
    {
        _underWay += keys.Count;
        return [.. keys.Select(key => new VisitDelivery(this, key, _number++))];
    }

    public void Ended(int visited, int failed)
    {
        Visited += visited;
        Failed += failed;
        if (--_underWay == 0) onPage(this);
    }
}
