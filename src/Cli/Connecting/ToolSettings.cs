using Akka.Events.Persistence.PostgreSql.Internal;

namespace Akka.Events.Cli.Connecting;

/// <summary>Where Kafka and PostgreSQL are, and how results are printed.</summary>
internal sealed record ToolSettings
{
    /// <summary>Null: nothing says where Kafka is.</summary>
    public required string? Brokers { get; init; }

    /// <summary>librdkafka's properties. They may hold passwords.</summary>
    public required IReadOnlyDictionary<string, string> Client { get; init; }

    /// <summary>Null: nothing says where PostgreSQL is. It may hold a password.</summary>
    public required string? Postgres { get; init; }

    public required PostgreSqlSettings PostgreSql { get; init; }

    /// <summary>The address of a running service's dashboard.</summary>
    public required string Service { get; init; }

    /// <summary>name: value, of requests to the service. They may hold passwords.</summary>
    public IReadOnlyList<string> ServiceHeaders { get; init; } = [];

    public required TimeSpan Timeout { get; init; }

    /// <summary>What the service's own configuration says.</summary>
    public required ConfigurationFile Configuration { get; init; }

    public bool Json { get; init; }

    // Nobody prints a password by printing the settings.
    public override string ToString() => $"Kafka at {Brokers ?? "?"}";
}
