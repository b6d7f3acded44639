using Akka.Events.LocalServers;
using Flights.Input;
using Npgsql;

namespace Flights.Services;

/// <summary>Which Kafka and which PostgreSQL a run uses, decided before anything starts.</summary>
internal sealed record ServicePlan(KafkaKind Kafka, string? Bootstrap, PostgresKind Postgres, string? ConnectionString)
{
    /// <summary>
    /// What is named on the command line or in the environment; else one started for the run where its programs are found; else the mock,
    /// and memory.
    /// </summary>
    public static ServicePlan Decide(string? kafka, string? postgres)
    {
        kafka = Named(kafka, "AKKA_EVENTS_KAFKA");
        postgres = Named(postgres, "AKKA_EVENTS_POSTGRES");
        return new ServicePlan(
            kafka is not null ? KafkaKind.Given : RealKafka.WhyUnavailable is null ? KafkaKind.Real : KafkaKind.Mock,
            kafka,
            postgres is not null ? PostgresKind.Given : PrivatePostgres.WhyUnavailable is null ? PostgresKind.Private : PostgresKind.Memory,
            postgres);
    }

    /// <summary>One line for each of the two, plainly.</summary>
    public IEnumerable<string> Describe()
    {
        yield return Kafka switch
        {
            KafkaKind.Given => $"Kafka: {Bootstrap}",
            KafkaKind.Real => "Kafka: a real one, started for this run",
            _ => $"Kafka: librdkafka's mock cluster in this process. {RealKafka.WhyUnavailable}",
        };
        yield return Postgres switch
        {
            PostgresKind.Given => $"State: in PostgreSQL at {Place(ConnectionString!)}",
            PostgresKind.Private => "State: in a PostgreSQL started for this run",
            _ => $"State: in the workers' memory. {PrivatePostgres.WhyUnavailable}\n"
                + "  A worker that is killed loses state and offsets together: its partitions' flights are counted again from the first.",
        };
    }

    private static string? Named(string? option, string variable)
    {
        var name = option ?? Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrWhiteSpace(name) ? null : name;
    }

    private static string Place(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{parts.Host}:{parts.Port}, database {parts.Database}";
        }
        catch (ArgumentException e)
        {
            throw new InputException($"The PostgreSQL connection string is not valid: {e.Message}");
        }
    }
}
