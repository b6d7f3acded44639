using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The way from ended to finished: a delivery whose dead letter has to be durable elsewhere waits for that, and only then goes into a batch.
/// One whose letter goes with the batch waits where too many are there and not sent. Used on the shard's turn only.
/// </summary>
internal sealed class Finishing(CommitBatches finished, Durability durability, LetterCarrier letters)
{
    /// <summary>Letters that the journal, and the memory of the shard's owner, hold unsent before others wait with their records.</summary>
    public const int MaxUnsent = 1000;

    private const long MaxUnsentBytes = 16L << 20;

    private readonly Queue<EventDelivery> _held = new();
    private int _unsent;
    private long _unsentBytes;

    /// <summary>All that has ended is finished, and durable, but for what waits for a dead-letter topic that isn't there.</summary>
    public bool IsEmpty => letters.UnderWay == 0 && finished.IsEmpty;

    /// <summary>A delivery has ended, and its outcome is that it is done with.</summary>
    public void Add(EventDelivery ended)
    {
        if (ended.Effects.Letter is not { } letter) finished.Add(ended);
        else if (!durability.CommitsLetters) letters.Carry(new CarriedLetter(letter.Topic, ended, () => durability.Save(ended.Effects)));
        else if (_held.Count > 0 || !HasRoom) _held.Enqueue(ended);
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

    /// <summary>Letters have been recovered unsent, or are sent.</summary>
    public void On(LettersUnsent change)
    {
        _unsent += change.Count;
        _unsentBytes += change.Bytes;
        while (HasRoom && _held.TryDequeue(out var waiting)) Commit(waiting);
    }

    private bool HasRoom => _unsent < MaxUnsent && _unsentBytes < MaxUnsentBytes;

    private void Commit(EventDelivery ended)
    {
        _unsent++;
        _unsentBytes += ended.Effects.Letter!.Size;
        finished.Add(ended);
    }
}
