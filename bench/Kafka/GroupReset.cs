using Akka.Events.Persistence.PostgreSql.Internal;
using Confluent.Kafka;
using Npgsql;

namespace Akka.Events.Bench.Kafka;

/// <summary>Starts a group anew: what PostgreSQL and Kafka hold of it is deleted.</summary>
internal static class GroupReset
{
    public static async Task Reset(BenchServices services, KafkaArguments arguments, CancellationToken ct)
    {
        await using (var source = NpgsqlDataSource.Create(services.Postgres!))
        {
            await new PostgreSqlGroupState(source, new PostgreSqlSettings()).DeleteGroup(arguments.Group, ct);
        }
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = services.Bootstrap }).Build();
        try
        {
            await admin.DeleteGroupsAsync([arguments.Group]);
        }
        catch (Confluent.Kafka.Admin.DeleteGroupsException e) when (e.Results.All(r => r.Error.Code is ErrorCode.GroupIdNotFound))
        {
            // There was none.
        }
    }
}
