using Akka.Events.LocalServers;

namespace Akka.Events.Testing;

/// <inheritdoc/>
public sealed class PostgresFixture()
    : DatabaseFixture<PrivatePostgres>(() => PrivatePostgres.WhyUnavailable, () => PrivatePostgres.StartAsync(), (server, name) => server.CreateDatabaseAsync(name));
