using Akka.Events.Kafka.Internal;
using Akka.Events.Simulation.Kafka;
using Akka.Events.Simulation.Machine;
using Akka.Events.Simulation.Stores;

namespace Akka.Events.Simulation;

/// <summary>One group over all processes of a run: what was published, what was answered, what runs, and what was seen to be wrong.</summary>
internal sealed class SimulatedGroup(World world, Broker broker, DurableStore store)
{
    private readonly HashSet<(VirtualProcess, string Key)> _running = [];
    private readonly Dictionary<string, List<int>> _published = [];
    private readonly HashSet<int> _removed = [];
    private readonly List<(string Key, int[] Seen, string By)> _answers = [];
    private readonly Dictionary<string, int[]> _final = [];
    private int _numbers;

    public Broker Broker => broker;

    public DurableStore Store => store;

    public Behaviour Behaviour { get; set; } = new(0, 0, 1);

    /// <summary>What was wrong, in the order of its happening.</summary>
    public List<string> Violations { get; } = [];

    public IReadOnlyCollection<string> Keys => _published.Keys;

    public int Published => _numbers;

    public void Publish(string key)
    {
        var number = _numbers++;
        if (!_published.TryGetValue(key, out var numbers)) _published[key] = numbers = [];
        numbers.Add(number);
        broker.Append(key, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Compact(int partition)
    {
        var log = broker.Log(partition);
        if (log.Count < 2) return;
        var index = world.Random.Next(log.Count - 1);
        _removed.Add(int.Parse(log[index].Value, System.Globalization.CultureInfo.InvariantCulture));
        broker.Remove(partition, index);
    }

    public void Begins(VirtualProcess process, string key, int number)
    {
        if (!_running.Add((process, key))) Wrong($"{process.Name} begins {number} of {key} while another of that key runs in it");
    }

    public void Ends(VirtualProcess process, string key, int number) => _running.Remove((process, key));

    public void Answered(string key, int[] seen, string by) => _answers.Add((key, seen, by));

    /// <summary>What the ledgers say at the end, held against what was published and what was answered on the way.</summary>
    public void Check(string key, int[] final)
    {
        _final[key] = final;
        var published = _published[key];
        var next = 0;
        foreach (var number in final)
        {
            var at = published.IndexOf(number, next);
            if (at < 0)
            {
                Wrong($"{key}: {number} is there twice, out of order, or was never published: {string.Join(' ', final)}");
                return;
            }
            for (; next < at; next++)
                if (!_removed.Contains(published[next])) Wrong($"{key}: {published[next]} is missing before {number}");
            next = at + 1;
        }
        for (; next < published.Count; next++)
            if (!_removed.Contains(published[next])) Wrong($"{key}: {published[next]} is missing at the end");
        foreach (var (_, seen, by) in _answers.Where(answer => answer.Key == key))
            if (!final.AsSpan().StartsWith(seen)) Wrong($"{key}: {by} answered {string.Join(' ', seen)}, which never became true");
    }

    /// <summary>Events in all ledgers at the end.</summary>
    public int Noted => _final.Values.Sum(final => final.Length);

    /// <summary>What a key has published, held against its ledger.</summary>
    public void CheckCopies(string key, IEnumerable<OutgoingRecord> copies)
    {
        int[] numbers = [.. copies.Select(copy => int.Parse(copy.Value!, System.Globalization.CultureInfo.InvariantCulture))];
        if (!_final.TryGetValue(key, out var final) || !final.SequenceEqual(numbers))
            Wrong($"{key} has {string.Join(' ', final ?? [])}, and has published {string.Join(' ', numbers)}");
    }

    public void Wrong(string what)
    {
        Violations.Add(what);
        world.Log.Add(world.Now, "WRONG: " + what);
    }
}
