using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing;

/// <summary>One server for the tests of a class or collection, each test in a database of its own.</summary>
public sealed class MariaDbFixture : IAsyncLifetime
{
    private PrivateMariaDb? _server;
    private int _databases;

    /// <summary>The server; skips the calling test (a SkippableFact) where there is none.</summary>
    public PrivateMariaDb Server
    {
        get
        {
            Skip.If(_server is null, PrivateMariaDb.WhyUnavailable);
            return _server!;
        }
    }

    /// <summary>Creates an empty database and returns the connection string to it.</summary>
    public Task<string> NewDatabaseAsync() => Server.CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}");

    public async Task InitializeAsync()
    {
        if (PrivateMariaDb.WhyUnavailable is null) _server = await PrivateMariaDb.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
