using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// The shards' journal, in the table that Akka.Persistence.Sql has too. What fences owners is the table's unique constraint: a write of a
/// sequence number that is there fails.
/// </summary>
internal sealed class PostgreSqlJournal : AsyncWriteJournal
{
    private readonly PostgreSqlPlugins _plugins;
    private readonly StoredMessages _messages;
    private readonly TimeSpan _limit;

    public PostgreSqlJournal(Config config)
    {
        _limit = config.GetTimeSpan("circuit-breaker.call-timeout");
        _plugins = PostgreSqlPlugins.Of(Context.System);
        _messages = new StoredMessages(Context.System);
    }

    /// <summary>
    /// Writes are answered here, each as soon as it has ended: the base class answers them in the order in which they came, of all shards,
    /// so one that waits for a dead owner's lock would hold up everybody's.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not WriteMessages write) return base.AroundReceive(receive, message);
        _ = Write(write, PreparePersistentBatch(write.Messages), Self);
        return true;
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (max <= 0) return;
        await foreach (var (row, created) in _plugins.Journal
                           .Read(persistenceId, fromSequenceNr, toSequenceNr, max, CancellationToken.None).ConfigureAwait(false))
            recoveryCallback(new Persistent(
                _messages.Read(row.Message, row.Serializer, row.Manifest), row.SequenceNr, persistenceId, timestamp: created));
    }

    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // A committer may come back while a write of its predecessor's is still under way.
        await _plugins.Writes.Settled(persistenceId).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _plugins.Journal.Highest(persistenceId, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<IImmutableList<Exception>?> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var rows = new List<JournalRow>(1);
        var alone = false;
        List<Exception?>? rejected = null;
        var count = 0;
        foreach (var message in messages)
        {
            if (Reject(message, rows, ref alone) is { } refusal) (rejected ??= [.. new Exception?[count]]).Add(refusal);
            else rejected?.Add(null);
            count++;
        }
        if (rows.Count > 0) await _plugins.Writes.Write(rows, alone, cancellationToken).ConfigureAwait(false);
        return rejected?.ToImmutableList()!;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        _plugins.Journal.Delete(persistenceId, toSequenceNr, cancellationToken);

    private async Task Write(WriteMessages write, IEnumerable<AtomicWrite> messages, IActorRef self)
    {
        using var late = new CancellationTokenSource(_limit);
        try
        {
            var rejected = await WriteMessagesAsync(messages, late.Token).WaitAsync(late.Token).ConfigureAwait(false);
            WriteAnswers.Tell(write, rejected, null, self);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            WriteAnswers.Tell(write, null, new TimeoutException($"the database hasn't answered within {_limit}"), self);
        }
        catch (Exception e)
        {
            WriteAnswers.Tell(write, null, e, self);
        }
    }

    /// <summary>Adds the message's rows, or says why it can't be stored: then none of them.</summary>
    private Exception? Reject(AtomicWrite message, List<JournalRow> rows, ref bool alone)
    {
        var before = rows.Count;
        try
        {
            foreach (var persistent in (IImmutableList<IPersistentRepresentation>)message.Payload)
            {
                var (bytes, serializer, manifest) = _messages.Write(persistent.Payload);
                rows.Add(new JournalRow(persistent.PersistenceId, persistent.SequenceNr, bytes, manifest, serializer));
                alone |= StoredMessages.IsMarker(persistent.Payload);
            }
            return null;
        }
        catch (Exception e)
        {
            rows.RemoveRange(before, rows.Count - before);
            return e;
        }
    }
}
