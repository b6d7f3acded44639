namespace Akka.Persistence.Journal;

/// <summary>Where events are kept. Writes and reads return at once and are answered by the request itself, told to the actor that made it.</summary>
internal abstract class EventJournal : IDisposable
{
    internal abstract void Write(WriteBatch batch);

    internal abstract void Read(ReplayPage page);

    /// <summary>Deletes the events up to a sequence number; throws where it can't.</summary>
    internal abstract Task DeleteAsync(string persistenceId, long toSequenceNr);

    public virtual void Dispose()
    {
    }
}
