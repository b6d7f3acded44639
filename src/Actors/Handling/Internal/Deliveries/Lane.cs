namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>One key of a handler, whose deliveries are handled one after another.</summary>
internal abstract class Lane(byte[] key)
{
    public byte[] Key { get; } = key;

    /// <summary>Deliveries that have ended and wait for room in the journal.</summary>
    public int Held;

    public string KeyText => Topics.KeyText.ToText(Key);
}
