using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Sending;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The way from ended to finished: a delivery whose dead letter has to be durable elsewhere waits for that, and only then goes into a batch.
/// Where what is to be sent goes with the batch, it waits where the journal has too much that isn't, and what its key does after it waits too.
/// Used on the shard's turn only.
/// </summary>
/// <param name="finished">Takes what has finished.</param>
/// <param name="durability">How it becomes durable.</param>
/// <param name="letters">Takes dead letters to where they are durable.</param>
/// <param name="maxUnsent">Records that the journal, and the memory of the shard's owner, hold unsent before others wait.</param>
/// <param name="maxUnsentBytes">Their bytes.</param>
internal sealed class Finishing(CommitBatches finished, Durability durability, LetterCarrier letters, int maxUnsent, long maxUnsentBytes)
{
    private readonly Queue<EventDelivery> _held = new();
    private int _unsent;
    private long _unsentBytes;

    /// <summary>All that has ended is finished, and durable, but for what waits for a dead-letter topic that isn't there.</summary>
    public bool IsEmpty => letters.UnderWay == 0 && finished.IsEmpty;

    /// <summary>A delivery has ended, and its outcome is that it is done with.</summary>
    public void Add(EventDelivery ended)
    {
        var (effects, lane) = (ended.Effects, ended.Lane);
        if (!effects.HasOutgoing && lane is not { Held: > 0 }) finished.Add(ended);
        else if (!durability.CommitsLetters) letters.Carry(new CarriedLetter(effects.Letter!.Topic, ended, () => durability.Save(ended.Effects)));
        else if (_held.Count > 0 || !HasRoom) Hold(ended);
        else Commit(ended);
    }

    public void Add(DeliveryBatch ended)
    {
        foreach (var delivery in ended) Add(delivery);
    }

    /// <summary>Something has come of a letter.</summary>
    public void On(LetterMessage message)
    {
        if (letters.On(message) is { } arrived) finished.Add((EventDelivery)arrived.Of);
    }

    /// <summary>Records have been recovered unsent, or are sent.</summary>
    public void On(RecordsUnsent change)
    {
        _unsent += change.Count;
        _unsentBytes += change.Bytes;
        while (HasRoom && _held.TryDequeue(out var waiting))
        {
            if (waiting.Lane is { } lane) lane.Held--;
            Commit(waiting);
        }
    }

    /// <summary>Records that are durable, or about to be, and not sent.</summary>
    public int Unsent => _unsent;

    /// <summary>Events wait for others to be sent.</summary>
    public bool Holds => _held.Count > 0;

    private bool HasRoom => _unsent < maxUnsent && _unsentBytes < maxUnsentBytes;

    // One without anything to send too, where its key's earlier ones wait: a key's effects are durable in their order.
    private void Hold(EventDelivery ended)
    {
        if (ended.Lane is { } lane) lane.Held++;
        _held.Enqueue(ended);
    }

    private void Commit(EventDelivery ended)
    {
        _unsent += ended.Effects.OutgoingCount;
        _unsentBytes += ended.Effects.OutgoingBytes;
        finished.Add(ended);
    }
}
