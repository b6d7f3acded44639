namespace Akka.Persistence.Journal;

/// <summary>Where events are kept. Writes and reads return at once; the request itself is told back as the answer.</summary>
internal abstract class EventJournal : IDisposable
{
    internal abstract void Write(WriteBatch batch);
    internal abstract void Read(ReplayPage page);

    /// <summary>Deletes the events up to a sequence number; throws where it can't.</summary>
    internal abstract Task DeleteAsync(string persistenceId, long toSequenceNr);

    public virtual void Dispose() { }
}
