using Xunit;

namespace Akka.Events.Testing;

/// <summary>One server for the tests of a class or collection, each test in a database of its own.</summary>
/// <param name="whyUnavailable">Why no server can be started here; null where one can.</param>
/// <param name="start">Starts one.</param>
/// <param name="createDatabase">Creates an empty database of a name, and returns the connection string to it.</param>
public abstract class DatabaseFixture<TServer>(
    Func<string?> whyUnavailable, Func<Task<TServer>> start, Func<TServer, string, Task<string>> createDatabase) : IAsyncLifetime
    where TServer : class, IAsyncDisposable
{
    private TServer? _server;
    private int _databases;

    /// <summary>The server; skips the calling test (a SkippableFact) where there is none.</summary>
    public TServer Server
    {
        get
        {
            Skip.If(_server is null, whyUnavailable());
            return _server!;
        }
    }

    /// <summary>Creates an empty database and returns the connection string to it.</summary>
    public Task<string> NewDatabaseAsync() => createDatabase(Server, $"test_{Interlocked.Increment(ref _databases)}");

    public async Task InitializeAsync()
    {
        if (whyUnavailable() is null) _server = await start();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
