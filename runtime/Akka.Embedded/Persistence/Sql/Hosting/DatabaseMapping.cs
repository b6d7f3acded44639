namespace Akka.Persistence.Sql.Hosting;

/// <summary>Which product's tables are used; this runtime knows the default ones.</summary>
public enum DatabaseMapping
{
    Default,
    Sqlite,
    SqlServer,
    PostgreSql,
    MySql,
}
