using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class SessionLimitsTests
{
    private const string All =
        "-c idle_in_transaction_session_timeout=10s -c tcp_keepalives_idle=10s -c tcp_keepalives_interval=5s -c tcp_keepalives_count=3 "
        + "-c tcp_user_timeout=60s";

    [Theory]
    [InlineData("Host=db", All)]
    [InlineData("Host=db;Options=-c work_mem=1MB", $"-c work_mem=1MB {All}")]
    [InlineData(
        "Host=db;Options=-c idle_in_transaction_session_timeout=1h -c tcp_user_timeout=0",
        "-c idle_in_transaction_session_timeout=1h -c tcp_user_timeout=0 -c tcp_keepalives_idle=10s -c tcp_keepalives_interval=5s "
        + "-c tcp_keepalives_count=3")]
    public void What_the_connection_string_says_itself_stays(string connection, string options)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        SessionLimits.AddTo(builder);
        Assert.Equal(options, builder.Options);
    }
}
