using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal;
using Akka.Events.Simulation.Machine;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Akka.Events.Simulation.Stores;

/// <summary>The journal plugin of a virtual process, over the world's store. Events are kept as the bytes that a database would keep.</summary>
internal sealed class SimulatedJournal : AsyncWriteJournal
{
    private readonly VirtualProcess _process;
    private readonly EventsSerializer _serializer;

    public SimulatedJournal(Config config)
    {
        _process = VirtualProcess.Of(config);
        _serializer = new EventsSerializer((ExtendedActorSystem)Context.System);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        var rows = await _process.Store.Read(_process, persistenceId, fromSequenceNr, toSequenceNr, max).ConfigureAwait(false);
        foreach (var row in rows)
            recoveryCallback(new Persistent(
                _serializer.FromBinary(row.Payload, row.Manifest), row.SequenceNr, persistenceId, row.Manifest, writerGuid: row.Writer));
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        _process.Store.Highest(_process, persistenceId);

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var rows = messages
            .SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload)
            .Select(e => new Row(
                e.PersistenceId, e.SequenceNr, _serializer.ToBinary(e.Payload).ToArray(), _serializer.Manifest(e.Payload), _process.Name))
            .ToArray();
        await _process.Store.Write(_process, rows).ConfigureAwait(false);
        return null!;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        _process.Store.Delete(_process, persistenceId, toSequenceNr);
}
