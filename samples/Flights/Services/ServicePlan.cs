using Akka.Events.LocalServers;
using Flights.Input;
using Npgsql;

namespace Flights.Services;

/// <summary>Which Kafka and which store a run uses, decided before anything starts.</summary>
internal sealed record ServicePlan(KafkaKind Kafka, string? Bootstrap, StoreKind Store, string? ConnectionString)
{
    /// <summary>
    /// What is named on the command line or in the environment; else one started for the run where its programs are found; else the mock,
    /// and SQLite. Memory only where asked for.
    /// </summary>
    /// <exception cref="InputException">What is asked for isn't there.</exception>
    public static ServicePlan Decide(string? kafka, string? postgres, StoreChoice choice = StoreChoice.Auto)
    {
        kafka = Named(kafka, "AKKA_EVENTS_KAFKA");
        postgres = Named(postgres, "AKKA_EVENTS_POSTGRES");
        return new ServicePlan(
            kafka is not null ? KafkaKind.Given : RealKafka.WhyUnavailable is null ? KafkaKind.Real : KafkaKind.Mock,
            kafka,
            StoreOf(postgres, choice),
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
        yield return Store switch
        {
            StoreKind.Given => $"State: in PostgreSQL at {Place(ConnectionString!)}",
            StoreKind.Private => "State: in a PostgreSQL started for this run",
            StoreKind.Sqlite => $"State: in a SQLite file that the workers share. {PrivatePostgres.WhyUnavailable}".TrimEnd(),
            _ => "State: in the workers' memory\n"
                + "  A worker that is killed loses state and offsets together: its partitions' flights are counted again from the first.",
        };
    }

    private static StoreKind StoreOf(string? postgres, StoreChoice choice) => choice switch
    {
        StoreChoice.Memory => StoreKind.Memory,
        StoreChoice.Sqlite => StoreKind.Sqlite,
        _ when postgres is not null => StoreKind.Given,
        _ when PrivatePostgres.WhyUnavailable is null => StoreKind.Private,
        StoreChoice.Postgres => throw new InputException($"There is no PostgreSQL to start: {PrivatePostgres.WhyUnavailable}"),
        _ => StoreKind.Sqlite,
    };

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
