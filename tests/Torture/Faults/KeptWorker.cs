namespace Akka.Events.Torture.Faults;

/// <summary>A worker for whoever does something to it: one at a time.</summary>
internal sealed class KeptWorker(int number, WorkerProcess process, IReadOnlyList<TcpProxy> databases, TcpProxy? cluster) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public int Number => number;

    public WorkerProcess Process => process;

    /// <summary>Its ways to PostgreSQL: the connection string names all of them.</summary>
    public IReadOnlyList<TcpProxy> Databases => databases;

    /// <summary>What the other nodes of the Akka cluster reach it by; null without one.</summary>
    public TcpProxy? Cluster => cluster;

    public async Task<IDisposable> Take()
    {
        await _gate.WaitAsync();
        return new Taken(_gate);
    }

    public void Dispose()
    {
        foreach (var database in databases) database.Dispose();
        cluster?.Dispose();
        _gate.Dispose();
    }

    private sealed class Taken(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
