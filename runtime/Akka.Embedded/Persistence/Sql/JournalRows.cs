using Akka.Persistence.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Akka.Persistence.Sql;

/// <summary>Rows for one insert, column by column, as the statement takes them.</summary>
internal sealed class JournalRows(Serialization.Serialization serialization)
{
    internal const string Columns = "persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid";

    private readonly List<string> _persistenceIds = [];
    private readonly List<long> _sequenceNumbers = [];
    private readonly List<long> _created = [];
    private readonly List<byte[]> _messages = [];
    private readonly List<int> _identifiers = [];
    private readonly List<string> _manifests = [];
    private readonly List<string> _writers = [];

    internal int Count => _messages.Count;
    internal long Bytes { get; private set; }

    /// <summary>Adds the events of a batch; a call with an event that can't be serialized is rejected as a whole.</summary>
    internal void Add(WriteBatch batch)
    {
        var created = TimeProvider.System.GetUtcNow().UtcTicks;
        for (var call = batch.Current; call is not null; call = call.Next)
        {
            if (!call.IsStored || call.Rejection is not null) continue;
            var before = _messages.Count;
            try
            {
                for (var i = 0; i < call.Count; i++) Serialize(call.EventAt(i));
            }
            catch (Exception e)
            {
                call.Rejection = e;
                _messages.RemoveRange(before, _messages.Count - before);
                _identifiers.RemoveRange(before, _identifiers.Count - before);
                _manifests.RemoveRange(before, _manifests.Count - before);
                continue;
            }

            for (var i = 0; i < call.Count; i++)
            {
                _persistenceIds.Add(batch.PersistenceId);
                _sequenceNumbers.Add(call.FirstSequenceNr + i);
                _created.Add(created);
                _writers.Add(batch.Owner.WriterId);
                Bytes += _messages[before + i].Length;
            }
        }
    }

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        Add(_persistenceIds, NpgsqlDbType.Text);
        Add(_sequenceNumbers, NpgsqlDbType.Bigint);
        Add(_created, NpgsqlDbType.Bigint);
        Add(_messages, NpgsqlDbType.Bytea);
        Add(_identifiers, NpgsqlDbType.Integer);
        Add(_manifests, NpgsqlDbType.Text);
        Add(_writers, NpgsqlDbType.Text);

        void Add<T>(List<T> column, NpgsqlDbType type) =>
            parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = type | NpgsqlDbType.Array });
    }

    private void Serialize(object @event)
    {
        var serializer = serialization.FindSerializerFor(@event);
        var bytes = serializer.ToBinary(@event);
        var manifest = Serialization.Serialization.ManifestFor(serializer, @event);
        _messages.Add(bytes);
        _identifiers.Add(serializer.Identifier);
        _manifests.Add(manifest);
    }
}
