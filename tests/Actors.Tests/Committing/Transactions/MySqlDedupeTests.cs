using System.Data.Common;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.MySql.Internal;
using Akka.Events.Testing;
using MySqlConnector;
using Xunit;

namespace Akka.Events.Tests.Committing.Transactions;

public sealed class MySqlDedupeTests(MariaDbFixture mariaDb) : DedupeSpec, IClassFixture<MariaDbFixture>, IAsyncLifetime
{
    private string _database = "Server=nowhere;Database=none";

    internal override EventStore Open()
    {
        Skip.If(PrivateMariaDb.WhyUnavailable is not null, PrivateMariaDb.WhyUnavailable);
        return new MySqlStore(new MySqlSettings { ConnectionString = _database });
    }

    private protected override async Task<DbConnection> Connect()
    {
        var connection = new MySqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    // The view of transactions is refreshed a tenth of a second after it was last read.
    private protected override long Waiting() => Number("select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'");

    public async Task InitializeAsync()
    {
        if (PrivateMariaDb.WhyUnavailable is not null) return;
        _database = await mariaDb.NewDatabaseAsync();
        await Execute("create table effects (at bigint not null auto_increment primary key, handler varchar(50) not null, event varchar(50) not null)");
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
