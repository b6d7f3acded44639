namespace Akka.Events.Handling.Internal.Limits;

/// <summary>A slot of a handler, of its group and of the process, taken together or not at all. Safe from any thread.</summary>
/// <param name="line">Where those stand who wait.</param>
/// <param name="levels">The slots.</param>
internal sealed class SlotChain(SlotLine line, params IReadOnlyList<Slots> levels)
{
    public IReadOnlyList<Slots> Levels => levels;

    /// <param name="waiter">Called, from any thread, when a slot has been given that is to be taken then.</param>
    /// <returns>False when none is free: the waiter then waits for one, once however often it asks.</returns>
    public bool TryTake(Action waiter) => line.TryTake(this, waiter);

    public void Release() => line.Release(this);

    /// <summary>A waiter has ended: it waits no longer, and what it was given and hasn't taken goes to the next.</summary>
    public void Forget(Action waiter) => line.Forget(this, waiter);
}
