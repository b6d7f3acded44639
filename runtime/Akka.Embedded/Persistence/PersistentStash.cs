using Akka.Actor;

namespace Akka.Persistence;

/// <summary>The user's stash of a persistent actor: what it gives back goes ahead of the commands that wait in the internal one.</summary>
internal sealed class PersistentStash(IStash stash, InternalStash waiting) : IStash
{
    public int Capacity => stash.Capacity;
    public int Count => stash.Count;
    public bool IsEmpty => stash.IsEmpty;
    public bool IsFull => stash.IsFull;
    public bool NonEmpty => stash.NonEmpty;

    public void Stash() => stash.Stash();

    public void Unstash()
    {
        var all = stash.ClearStash().ToList();
        waiting.Prepend(all.Take(1));
        stash.Prepend(all.Skip(1));
    }

    public void UnstashAll() => waiting.Prepend(stash.ClearStash());
    public void UnstashAll(Func<Envelope, bool> predicate) => waiting.Prepend(stash.ClearStash().Where(predicate).ToList());
    public IEnumerable<Envelope> ClearStash() => stash.ClearStash();
    public void Prepend(IEnumerable<Envelope> envelopes) => stash.Prepend(envelopes);
}
