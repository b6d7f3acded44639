using Akka.Events.LocalServers;

namespace Akka.Events.Testing;

/// <inheritdoc/>
public sealed class MariaDbFixture()
    : DatabaseFixture<PrivateMariaDb>(() => PrivateMariaDb.WhyUnavailable, PrivateMariaDb.StartAsync, (server, name) => server.CreateDatabaseAsync(name));
