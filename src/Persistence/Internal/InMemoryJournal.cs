using System.Collections.Immutable;
using Akka.Events.Committing.Internal.Journal;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Akka.Events.Persistence.Internal;

/// <summary>The shards' journal in memory. A <see cref="CommitWatch"/> among the actor system's setups may stop it from writing.</summary>
internal sealed class InMemoryJournal : MemoryJournal
{
    private readonly CommitWatch? _watch;

    public InMemoryJournal() => _watch = Context.System.Settings.Setup.Get<CommitWatch>() is { HasValue: true } there ? there.Value : null;

    protected override async Task<IImmutableList<Exception>?> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        if (_watch is null) return await base.WriteMessagesAsync(messages, cancellationToken).ConfigureAwait(false);
        var writes = messages.ToList();
        var commits = writes.Any(Finishes);
        foreach (var write in writes)
            if (!_watch.MayWrite(write.PersistenceId, commits))
                throw new IOException("the process has died");
        var rejected = await base.WriteMessagesAsync(writes, cancellationToken).ConfigureAwait(false);
        if (commits) _watch.Written();
        return rejected;
    }

    // Other rows say who the owner is, or what has been sent.
    private static bool Finishes(AtomicWrite write)
    {
        var finished = 0;
        foreach (var message in (IImmutableList<IPersistentRepresentation>)write.Payload)
            if (message.Payload is JournalBatch batch)
                JournalBatchReader.ReadFinished(batch, (_, _, ranges) => finished += ranges.Count);
        return finished > 0;
    }
}
