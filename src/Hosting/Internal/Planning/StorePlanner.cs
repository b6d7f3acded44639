using Akka.Events.Hosting.Configuration.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>Finds the one store: what code names, else what is configured.</summary>
internal sealed class StorePlanner(EventsSetup setup, EventsConfiguration configuration, ErrorList errors)
{
    private const string PostgreSqlPath = $"{Sections.Root}.postgresql", SqlitePath = $"{Sections.Root}.sqlite", MySqlPath = $"{Sections.Root}.mysql";

    /// <summary>Null where there is none.</summary>
    public StorePlan? Plan()
    {
        var (postgreSql, sqlite) = (configuration.PostgreSql, configuration.Sqlite);
        postgreSql.ConnectionString = setup.ConnectionString(setup.PostgreSqlConnection) ?? postgreSql.ConnectionString;
        setup.PostgreSql?.Invoke(postgreSql);
        setup.Sqlite?.Invoke(sqlite);
        var mySql = configuration.MySql;
        setup.MySql?.Invoke(mySql);
        Sections.MySql.Check(MySqlPath, mySql, errors);
        if (mySql.ConnectionString is not null && setup.MySqlSupport is null)
            errors.Add($"{MySqlPath}.connection-string", "is set, and UseMySql isn't called: it is in package Akka.Events.Persistence.MySql");
        Sections.PostgreSql.Check(PostgreSqlPath, postgreSql, errors);
        Sections.Sqlite.Check(SqlitePath, sqlite, errors);
        if (setup.Stores.Count > 1) errors.Add($"{string.Join(" and ", setup.Stores.Select(kind => $"Use{kind}"))} are both called: one store keeps everything");
        switch (Kind(postgreSql, sqlite))
        {
            case StoreKind.PostgreSql:
                if (ConnectionStrings.Problem(postgreSql.ConnectionString!) is { } connection)
                    errors.Add($"{PostgreSqlPath}.connection-string", connection);
                return new StorePlan(StoreKind.PostgreSql) { PostgreSql = postgreSql };
            case StoreKind.Sqlite:
                if (DatabaseFile.Problem(sqlite.Path!) is { } file) errors.Add($"{SqlitePath}.path", file);
                return new StorePlan(StoreKind.Sqlite) { Sqlite = sqlite };
            case StoreKind.MySql:
                if (mySql.ConnectionString is null) errors.Add($"{MySqlPath}.connection-string", "is not set, and UseMySql is called: give it to UseMySql, or set it");
                else if (setup.MySqlSupport!.Problem(mySql.ConnectionString) is { } database) errors.Add($"{MySqlPath}.connection-string", database);
                return new StorePlan(StoreKind.MySql) { MySql = mySql, MySqlSupport = setup.MySqlSupport };
            case { } kind:
                return new StorePlan(kind);
            default:
                return null;
        }
    }

    private StoreKind? Kind(PostgreSqlOptions postgreSql, SqliteOptions sqlite)
    {
        if (setup.Stores.Count > 0) return setup.Stores.First();
        if (postgreSql.ConnectionString is null) return sqlite.Path is null ? null : StoreKind.Sqlite;
        if (sqlite.Path is not null)
            errors.Add($"{SqlitePath}.path", $"is set, and so is {PostgreSqlPath}.connection-string: one store keeps everything");
        return StoreKind.PostgreSql;
    }
}
