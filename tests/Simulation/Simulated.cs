using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Simulation.Faults;
using Akka.Events.Simulation.Kafka;
using Akka.Events.Simulation.Machine;
using Akka.Events.Simulation.Stores;

namespace Akka.Events.Simulation;

/// <summary>
/// One run: events are published while processes crash, freeze, stop and start, partitions change hands, writes fail in every way, records
/// are compacted away and handlers fail; then all heals, and the ledgers are held against what was published.
/// </summary>
internal sealed class Simulated : IDisposable
{
    private const int MaxProcesses = 12;
    private static readonly TimeSpan HealingLimit = TimeSpan.FromMinutes(20);

    private readonly World _world;
    private readonly Broker _broker;
    private readonly DurableStore _store;
    private readonly SimulatedGroup _group;
    private readonly Producers _producers;
    private readonly InMemoryEntityStates _states = new();
    private readonly List<Node> _nodes = [];
    private readonly GroupOptions _options;
    private readonly HandlerOptions _handler;
    private readonly string[] _keys;
    private readonly double _calm; // how seldom something happens
    private readonly double _publishes;
    private readonly Action[] _faults;
    private readonly Fault _putBack;
    private bool _healing;

    public Simulated(int seed, SimulationOptions options)
    {
        _world = new World(seed);
        var random = _world.Random;
        _broker = new Broker(_world, "events", random.Next(1, 5)) { Faults = random.NextDouble() * 0.1 };
        _store = new DurableStore(_world) { DropsOlderWriters = options.PutBack == Fault.OlderWriters, Faults = random.NextDouble() * 0.1 };
        _producers = new Producers(_world) { Faults = random.NextDouble() * 0.1, LosesMarks = options.PutBack == Fault.LostMarks };
        _group = new SimulatedGroup(_world, _broker, _store)
        {
            Behaviour = new Behaviour(random.NextDouble() * 0.2, random.NextDouble() * 0.4, random.Next(2, 2000)),
        };
        _keys = [.. Enumerable.Range(0, random.Next(2, 30)).Select(k => $"key{k}")];
        _options = new GroupOptions
        {
            MaxOutstanding = random.Next(1, 200),
            CommitInterval = TimeSpan.FromMilliseconds(random.Next(10, 2000)),
            DrainTimeout = TimeSpan.FromMilliseconds(random.Next(50, 5000)),
            ReopenBackoff = TimeSpan.FromMilliseconds(random.Next(5, 500)),
            FencingHorizon = _world.Chance(0.5) ? TimeSpan.FromSeconds(40) : TimeSpan.FromHours(1),
            Checkpoint = { MaxTailEvents = random.Next(3, 100), MaxAge = TimeSpan.FromSeconds(random.Next(1, 600)), ChunkSize = random.Next(1, 20) },
            Memory =
            {
                MaxActive = random.Next(1, 20), MaxResident = random.Next(1, 40), PassivateAfter = TimeSpan.FromMilliseconds(random.Next(20, 5000)),
            },
        };
        _handler = new HandlerOptions
        {
            OnFailure = FailureMode.Block, MinBackoff = TimeSpan.FromMilliseconds(random.Next(1, 100)), MaxBackoff = TimeSpan.FromMilliseconds(500),
        };
        _calm = random.Next(5, 400);
        _publishes = 0.5 + random.NextDouble() / 2.2;
        _faults = options.PingPong ? [_broker.Rebalance] : Mixture();
        if (options.PingPong) (_options.Checkpoint.MaxTailEvents, _options.Checkpoint.MaxAge) = (10_000, TimeSpan.FromHours(1));
        Events = options.Events;
        _putBack = options.PutBack;
    }

    public int Events { get; }

    /// <summary>What was wrong; empty for a run in which all held.</summary>
    public IReadOnlyList<string> Violations => _group.Violations;

    public string Log => _world.Log.ToString();

    public string Summary =>
        $"seed {_world.Seed}: {_group.Published} events, {_broker.Partitions} partitions, {_world.Processes.Count} processes, {_world.Steps} steps, {_world.Now.TotalSeconds:N1} s";

    public void Run()
    {
        for (var i = 0; i < 2; i++) Start();
        _broker.WatchSessions();
        _world.After(TimeSpan.FromMilliseconds(10), Happen);
        _world.Run(TimeSpan.FromMinutes(30), () => _group.Published >= Events);
        Heal();
        if (!_world.Run(HealingLimit, AllCommitted))
        {
            _group.Wrong($"not all is finished and committed {HealingLimit.TotalMinutes} minutes after all has healed: {Standing()}");
            return;
        }
        foreach (var key in _group.Keys) Compare(key);
        if (!_world.Run(HealingLimit, () => _producers.Committed.Count >= _group.Noted)) _group.Wrong("not all that was published is sent");
        foreach (var copies in _producers.Committed.ToLookup(copy => Akka.Events.Topics.KeyText.ToText(copy.Key!))) _group.CheckCopies(copies.Key, copies);
    }

    public void Dispose() => _world.Dispose();

    // Each run has its own mixture of what goes wrong.
    private void Happen()
    {
        if (_healing) return;
        if (_world.Chance(_publishes))
        {
            for (var i = _world.Random.Next(1, 8); i > 0; i--) _group.Publish(_keys[_world.Random.Next(_keys.Length)]);
        }
        else
        {
            _faults[_world.Random.Next(_faults.Length)]();
        }
        _world.After(_world.Between(0, _calm), Happen);
    }

    private Action[] Mixture()
    {
        Action[] all = [_broker.Rebalance, Crash, Freeze, Leave, Join, Outage, Compact];
        var some = all.Where(_ => _world.Chance(0.6)).ToList();
        some.Add(Query);
        // Who goes needs somebody who comes.
        if (some.Contains(Crash) || some.Contains(Leave)) some.AddRange([Join, Join]);
        return [.. some];
    }

    private void Crash() => Any()?.Process.Crash();

    private void Freeze()
    {
        if (Any()?.Process is not { IsFrozen: false } frozen) return;
        frozen.Freeze();
        _world.After(_world.Chance(0.7) ? _world.Between(10, 3000) : _world.Between(6000, 30_000), frozen.Thaw);
    }

    private void Leave()
    {
        if (Any() is not { Process: { IsFrozen: false } leaving } node) return;
        leaving.Say("leaves");
        node.Leave();
    }

    private void Join()
    {
        if (_nodes.Count(node => !node.Process.HasCrashed) < 3 && _nodes.Count < MaxProcesses) Start();
    }

    private void Outage()
    {
        _store.IsDown = true;
        _world.After(_world.Between(10, 5000), () => _store.IsDown = false);
    }

    private void Compact() => _group.Compact(_world.Random.Next(_broker.Partitions));

    private void Query()
    {
        if (Any() is { Process.IsFrozen: false } asked && _group.Keys.Count > 0) Ask(asked, _group.Keys.ElementAt(_world.Random.Next(_group.Keys.Count)));
    }

    private void Start() => _nodes.Add(new Node(_world.Start(_group), _broker, _states, _producers, _options, _handler, _putBack));

    private Node? Any()
    {
        var living = _nodes.Where(node => !node.Process.HasCrashed).ToArray();
        return living.Length == 0 ? null : living[_world.Random.Next(living.Length)];
    }

    private void Ask(Node node, string key) => node.Ask(key, seen =>
    {
        if (seen is not null) _group.Answered(key, seen, node.Process.Name);
    });

    private void Heal()
    {
        _healing = true;
        _store.IsDown = false;
        (_store.Faults, _broker.Faults, _producers.Faults) = (0, 0, 0);
        _group.Behaviour = new Behaviour(0, 0, 1);
        foreach (var node in _nodes) node.Process.Thaw();
        _world.Log.Add(_world.Now, "all heals");
    }

    private bool AllCommitted()
    {
        // The last may have been about to leave.
        if (_nodes.All(node => node.Process.HasCrashed)) Start();
        return IsCommitted();
    }

    private bool IsCommitted() =>
        Enumerable.Range(0, _broker.Partitions).All(p => _broker.Log(p).Count == 0 || _broker.Committed(p) > _broker.Log(p)[^1].Offset);

    private void Compare(string key)
    {
        int[]? final = null;
        var asking = false;
        var found = _world.Run(HealingLimit, () =>
        {
            if (final is not null) return true;
            if (asking) return false;
            var partition = Akka.Events.Topics.Murmur2Partitioner.Partition(Akka.Events.Topics.KeyText.ToBytes(key), _broker.Partitions);
            if (_nodes.Find(node => node.Process == _broker.Owner(partition)?.Process) is not { } owner) return false;
            asking = true;
            owner.Ask(key, seen => (final, asking) = (seen, false));
            return false;
        });
        if (found) _group.Check(key, final!);
        else _group.Wrong($"{key}: no owner answers: {Standing()}");
    }

    private string Standing() => string.Join("; ", Enumerable.Range(0, _broker.Partitions).Select(p =>
        $"[{p}] {_broker.Committed(p)} of {_broker.End(p)}, {_broker.Owner(p)?.Process.Name ?? "nobody's"}"))
        + string.Concat(_nodes.Where(node => !node.Process.HasCrashed).Select(node => $"; {node.Process.Name}: {node.Problem ?? "no problem"}"));
}

/// <summary>What a run is made of besides its seed.</summary>
/// <param name="Events">Events published, at least.</param>
/// <param name="PutBack">A fault that runs must find.</param>
/// <param name="PingPong">Nothing goes wrong but that partitions change hands, between checkpoints.</param>
internal sealed record SimulationOptions(int Events = 300, Fault PutBack = Fault.None, bool PingPong = false);
