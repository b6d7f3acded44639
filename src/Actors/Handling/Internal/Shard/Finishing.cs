using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The way from ended to finished: a delivery whose dead letter has to be durable elsewhere waits for that, and only then goes into a batch.
/// Used on the shard's turn only.
/// </summary>
internal sealed class Finishing(CommitBatches finished, Durability durability, LetterCarrier letters)
{
    /// <summary>All that has ended is finished, and durable, but for what waits for a dead-letter topic that isn't there.</summary>
    public bool IsEmpty => letters.UnderWay == 0 && finished.IsEmpty;

    /// <summary>A delivery has ended, and its outcome is that it is done with.</summary>
    public void Add(EventDelivery ended)
    {
        if (ended.Effects.Letter is { } letter && !durability.CommitsLetters)
            letters.Carry(new CarriedLetter(letter.Topic, ended, () => durability.Save(ended.Effects)));
        else finished.Add(ended);
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
}
