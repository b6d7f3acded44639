using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class HostListTests
{
    [Fact]
    public void Of_several_hosts_the_one_that_takes_writes_is_looked_for_each_second()
    {
        var connection = With("Host=one,two");
        Assert.Equal(1, connection.HostRecheckSeconds);
        Assert.Equal("read-write", connection.TargetSessionAttributes);
    }

    [Fact]
    public void What_the_connection_string_says_stays()
    {
        var connection = With("Host=one,two;Host Recheck Seconds=7;Target Session Attributes=any");
        Assert.Equal(7, connection.HostRecheckSeconds);
        Assert.Equal("any", connection.TargetSessionAttributes);
    }

    [Fact]
    public void A_single_host_stays_as_it_is() => Assert.Equal(new NpgsqlConnectionStringBuilder("Host=one").ConnectionString, With("Host=one").ConnectionString);

    private static NpgsqlConnectionStringBuilder With(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        HostList.AddTo(connection);
        return connection;
    }
}
