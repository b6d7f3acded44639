using System.Text.Json.Serialization;

namespace Akka.Events.Torture;

/// <summary>A worker's life in a torture.</summary>
/// <param name="Number">The worker, from 1.</param>
/// <param name="Life">Its start, from 1.</param>
/// <param name="Folder">Where it notes what it does.</param>
/// <param name="QueryPort">Where it takes queries.</param>
internal sealed record WorkerOptions(int Number, int Life, string Folder, int QueryPort)
{
    /// <summary>Chooses what its handlers, observers, loggers and listeners suffer; null for nothing.</summary>
    public int? Mischief { get; init; }

    /// <summary>Names the keys that are blocked.</summary>
    public string BlockedFile => Path.Combine(Folder, "..", "blocked");

    /// <summary>Handlers' runs are noted.</summary>
    public bool NotesRuns { get; init; }

    /// <summary>Ports of an Akka cluster: where it binds, what it is called, and the first node; null without one.</summary>
    public ClusterPorts? Cluster { get; init; }

    [JsonIgnore]
    public string Process => $"{Number}.{Life}";
}

/// <param name="Bound">Where the node listens.</param>
/// <param name="Public">What other nodes connect to.</param>
/// <param name="Seed">The first node's public port.</param>
internal sealed record ClusterPorts(int Bound, int Public, int Seed);
