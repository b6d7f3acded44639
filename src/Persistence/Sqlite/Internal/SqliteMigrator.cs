using Akka.Events.Persistence.Internal;
using Microsoft.Data.Sqlite;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>Makes the schema, step by step. Any number of processes may do so at once.</summary>
internal static class SqliteMigrator
{
    // Of the two columns alone, in either order, of all rows.
    private const string Unique =
        """
        select count(*) from pragma_index_list('journal') l where l."unique" and not l.partial
          and (select group_concat(name) from (select name from pragma_index_info(l.name) order by name)) = 'persistence_id,sequence_number'
        """;

    public static IReadOnlyList<Migration> Steps { get; } = Migration.All("Sqlite");

    /// <exception cref="SchemaMissingException">The journal can't keep two owners of a shard apart.</exception>
    public static void Run(SqliteConnection connection)
    {
        // Migrations only add, so a file that a newer version of this library has migrated serves this one as well.
        if (Version(connection) < Steps[^1].Version) Migrate(connection);
        if (connection.Scalar<long>(Unique) == 0)
            throw new SchemaMissingException(
                $"Table journal in {connection.DataSource} has no unique index on (persistence_id, sequence_number). Without it two processes "
                + "that both believe they own a shard would both write, and events would count twice. Run this SQL there:\n"
                + "create unique index journal_uq on journal (persistence_id, sequence_number);");
    }

    private static long Version(SqliteConnection connection) => connection.Scalar<long>("pragma user_version");

    private static void Migrate(SqliteConnection connection)
    {
        // Takes the write lock at once: of several processes the others wait here, and find it done.
        using var transaction = connection.BeginTransaction();
        var version = Version(connection);
        foreach (var step in Steps.Where(step => step.Version > version))
            connection.Execute($"{step.Sql}\npragma user_version = {step.Version};");
        transaction.Commit();
    }
}
