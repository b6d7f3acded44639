namespace Akka.Events.Torture.Checking;

/// <summary>What was recorded of a run: published events, attempts of all processes, the journal at the end, and answers.</summary>
/// <param name="topics">The topics, in the order in which ledgers number them.</param>
internal sealed class History(params string[] topics)
{
    private readonly Dictionary<(string Topic, string Key), PublishedEvents> _published = [];

    public IReadOnlyList<string> Topics => topics;

    /// <summary>Topics of which only the last event of each key stays for certain.</summary>
    public HashSet<string> Compacted { get; } = [];

    public List<Removal> Removals { get; } = [];

    /// <summary>Handlers' runs; null where they weren't recorded.</summary>
    public List<Attempt>? Attempts { get; set; } = [];

    /// <summary>By key, in the order of the journal.</summary>
    public Dictionary<string, IReadOnlyList<Written>> Journal { get; } = [];

    /// <summary>What a process that was started after everything had been handled says of each key.</summary>
    public Dictionary<string, LedgerState> Final { get; } = [];

    public List<Answer> Answers { get; } = [];

    public IEnumerable<string> Keys =>
        _published.Keys.Select(published => published.Key).Concat(Journal.Keys).Concat(Final.Keys).Distinct();

    /// <summary>A topic's number; -1 for one that there isn't.</summary>
    public int IndexOf(string topic) => Array.IndexOf(topics, topic);

    /// <summary>A key's next event in a topic, as the broker has acknowledged it.</summary>
    public void Publish(string topic, string key, int partition, long offset)
    {
        if (!_published.TryGetValue((topic, key), out var events))
            _published[(topic, key)] = events = new PublishedEvents(topic, partition);
        events.Add(offset);
    }

    public PublishedEvents? Published(string topic, string key) => _published.GetValueOrDefault((topic, key));
}
