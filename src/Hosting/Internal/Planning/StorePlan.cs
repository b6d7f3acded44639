namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>The store of this process, with its options.</summary>
internal sealed record StorePlan(StoreKind Kind)
{
    /// <summary>Of the kind's options these.</summary>
    public PostgreSqlOptions? PostgreSql { get; init; }

    /// <inheritdoc cref="PostgreSql"/>
    public SqliteOptions? Sqlite { get; init; }

    /// <inheritdoc cref="PostgreSql"/>
    public MySqlOptions? MySql { get; init; }

    /// <summary>What opens it, where it is MySQL's.</summary>
    public MySqlSupport? MySqlSupport { get; init; }
}
