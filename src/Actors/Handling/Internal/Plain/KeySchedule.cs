using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>
/// Which event of a key may begin: one at a time, in their order, while other keys go on. A key whose events end at once leaves no trace
/// here; one with something under way, backing off or waiting has a lane, in which its next events wait. Not thread-safe; no I/O.
/// </summary>
/// <param name="begin">Begins an event. Before it returns, or any time later, that ends in <see cref="Ended"/> or <see cref="Failed"/>; in
/// the second case, and while it waits for something else, it has to <see cref="Hold"/> its key.</param>
internal sealed class KeySchedule(Action<EventDelivery> begin)
{
    private readonly Dictionary<byte[], Lane> _lanes = new(KeyComparer.Instance);

    /// <summary>Keys that have something under way.</summary>
    public int Busy => _lanes.Count;

    /// <summary>
    /// Takes in an event: it begins at once, or when those of its key before it have ended. A record without a key has nothing to wait for.
    /// </summary>
    public void Admit(EventDelivery delivery)
    {
        if (Find(delivery) is { } lane) lane.Waiting.Enqueue(delivery);
        else begin(delivery);
    }

    /// <summary>An event that has begun doesn't end at once: its key's next ones wait for it.</summary>
    public void Hold(EventDelivery delivery)
    {
        if (LaneOf(delivery) is { } lane) lane.Held = true;
    }

    /// <summary>An event is done with: the next of its key begins.</summary>
    public void Ended(EventDelivery delivery)
    {
        if (Find(delivery) is not { } lane) return;
        lane.Held = false;
        BeginNext(lane);
    }

    /// <summary>An event is to be tried again, before those of its key that wait: <see cref="Again"/> begins it.</summary>
    public Lane Failed(EventDelivery delivery)
    {
        var lane = LaneOf(delivery) ?? new Lane(null);
        lane.Held = true;
        lane.Failed = delivery;
        return lane;
    }

    /// <summary>Begins the event anew that failed.</summary>
    public void Again(Lane lane)
    {
        lane.Held = false;
        BeginNext(lane);
    }

    // Not recursive: a lane whose events end at once is run through here.
    private void BeginNext(Lane lane)
    {
        if (lane.Beginning) return;
        lane.Beginning = true;
        while (!lane.Held)
        {
            if (lane.Failed is { } failed)
            {
                lane.Failed = null;
                begin(failed);
            }
            else if (lane.Waiting.TryDequeue(out var next))
            {
                begin(next);
            }
            else
            {
                if (lane.Key is not null) _lanes.Remove(lane.Key);
                break;
            }
        }
        lane.Beginning = false;
    }

    /// <summary>The lane of the delivery's key, made when it has none; null for a record without a key.</summary>
    private Lane? LaneOf(EventDelivery delivery)
    {
        if (Find(delivery) is { } known) return known;
        if (delivery.KeyBytes is not { } key) return null;
        var lane = new Lane(key);
        _lanes.Add(key, lane);
        return lane;
    }

    private Lane? Find(EventDelivery delivery) =>
        _lanes.Count > 0 && delivery.HasKey && _lanes.GetAlternateLookup<ReadOnlySpan<byte>>()
            .TryGetValue(delivery.KeySpan, out var lane) ? lane : null;

    /// <summary>One key with something under way.</summary>
    internal sealed class Lane(byte[]? key)
    {
        public byte[]? Key { get; } = key;

        public Queue<EventDelivery> Waiting { get; } = new();

        /// <summary>The delivery to be tried again before those that wait.</summary>
        public EventDelivery? Failed { get; set; }

        /// <summary>An event of the key is under way, backs off, waits for a slot or blocks.</summary>
        public bool Held { get; set; }

        public bool Beginning { get; set; }
    }
}
