using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Cli.Auditing;

/// <summary>The journal's events of a shard by entity and key: the newest of each key, and whether it was one of several.</summary>
internal sealed class KeyEvents
{
    private readonly Dictionary<string, Dictionary<byte[], Last>> _entities = new(StringComparer.Ordinal);

    public IEnumerable<string> Entities => _entities.Keys;

    public void Add(long sequenceNr, in JournalEvent e)
    {
        if (!_entities.TryGetValue(e.Handler, out var keys)) _entities.Add(e.Handler, keys = new Dictionary<byte[], Last>(KeyComparer.Instance));
        var deleted = e.Manifest == StateDeletion.Manifest;
        var key = e.Key.ToArray();
        if (keys.TryGetValue(key, out var last)) last.Numbers.Add(sequenceNr);
        else keys.Add(key, last = new Last([sequenceNr]));
        last.Deleted = deleted;
    }

    public void Clear() => _entities.Clear();

    public IReadOnlyDictionary<byte[], Last> Of(string entity) => _entities.GetValueOrDefault(entity) ?? [];

    /// <summary>A key's events.</summary>
    internal sealed class Last(SortedSet<long> numbers)
    {
        /// <summary>Sequence numbers of their rows.</summary>
        public SortedSet<long> Numbers { get; } = numbers;

        /// <summary>The newest says that the state is deleted.</summary>
        public bool Deleted { get; set; }
    }
}
