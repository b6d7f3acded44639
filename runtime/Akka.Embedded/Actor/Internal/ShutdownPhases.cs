using Akka.Configuration;

namespace Akka.Actor.Internal;

/// <summary>The phases of a coordinated shutdown, each after those it depends on.</summary>
internal sealed class ShutdownPhases
{
    private readonly Dictionary<string, Phase> _phases = [];

    internal ShutdownPhases(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout");
        var phases = config.GetConfig("phases");
        foreach (var (name, _) in phases.AsEnumerable())
        {
            var phase = phases.GetConfig($"\"{name}\"");
            _phases[name] = new Phase(
                phase.GetStringList("depends-on").ToArray(),
                phase.GetTimeSpan("timeout", defaultTimeout),
                phase.GetBoolean("recover", true));
        }

        Order = Sort();
    }

    internal List<string> Order { get; }
    internal Phase this[string name] => _phases[name];
    internal bool Contains(string name) => name is not null && _phases.ContainsKey(name);

    private List<string> Sort()
    {
        var sorted = new List<string>();
        var open = new HashSet<string>();
        foreach (var name in _phases.Keys) Visit(name);
        return sorted;

        void Visit(string name)
        {
            if (sorted.Contains(name)) return;
            if (!open.Add(name)) throw new ArgumentException($"Cycle detected in the graph of phases: it goes through {name}");
            // A dependency may be named without having a section of its own.
            if (!_phases.TryGetValue(name, out var phase)) return;
            foreach (var dependency in phase.DependsOn) Visit(dependency);
            open.Remove(name);
            sorted.Add(name);
        }
    }

    internal sealed record Phase(string[] DependsOn, TimeSpan Timeout, bool Recover);
}
