using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Persistence;
using Akka.Events.Persistence.PostgreSql.Internal;

namespace Akka.Events.Cli.Database;

/// <summary>schema print, apply, check.</summary>
internal static class SchemaCommands
{
    public static Command Create(Runner runner) => new("schema", "The tables in PostgreSQL: prints, makes or checks them.")
    {
        Print(runner), Apply(runner), Check(runner),
    };

    private static Command Print(Runner runner)
    {
        var from = new Option<int>("--from-version") { Description = "What a schema of this version still needs. Default: all.", HelpName = "number" };
        var command = new Command("print", "Prints the SQL that makes or completes the schema, for psql. Asks no server.") { from };
        return runner.Run(command, (parsed, session, ct) =>
        {
            session.Out.Raw(SchemaMigrator.Script(session.Sql, parsed.GetValue(from)).TrimEnd());
            return Task.FromResult(ExitCode.Done);
        }).With("schema print > schema.sql", "schema print --schema events --from-version 4 | psql");
    }

    private static Command Apply(Runner runner)
    {
        var command = new Command("apply", "Makes or completes the schema, in one transaction. Running processes go on.");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var before = await Version(session, ct);
            await new SchemaMigrator(session.Database, session.Sql with { AutoInitialize = true }).Run(ct);
            var after = await Version(session, ct);
            session.Out.One(new { session.Sql.Schema, From = before, To = after }, o => o.Say(
                before == after ? $"Schema {session.Sql.Schema} in {Tables.Where(session)} is complete: version {after}."
                : $"Schema {session.Sql.Schema} in {Tables.Where(session)}: {(before == 0 ? "made" : $"version {before} →")} version {after}."));
            return ExitCode.Done;
        }).With("schema apply");
    }

    private static Command Check(Runner runner)
    {
        var command = new Command("check", "Says whether the schema is complete. Ends with 1 where it isn't.");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var problem = await Problem(session, ct);
            var version = await Version(session, ct);
            session.Out.One(new { session.Sql.Schema, Version = version, Newest = SchemaMigrator.Steps[^1].Version, Problem = problem }, o => o.Say(
                problem ?? $"Schema {session.Sql.Schema} in {Tables.Where(session)} is complete: version {version}."));
            return problem is null ? ExitCode.Done : ExitCode.Wrong;
        }).With("schema check");
    }

    /// <summary>What is missing; null for nothing.</summary>
    internal static async Task<string?> Problem(Session session, CancellationToken ct)
    {
        try
        {
            await new SchemaMigrator(session.Database, session.Sql with { AutoInitialize = false }).Run(ct);
            return null;
        }
        catch (SchemaMissingException e)
        {
            // Its SQL is a page long: it is what 'print' prints.
            var line = e.Message.Split('\n')[0];
            var advice = line.IndexOf(", and auto-initialize is off", StringComparison.Ordinal);
            return advice < 0 ? line : $"{line[..advice]}. To make it: 'schema apply', or the SQL of 'schema print'";
        }
    }

    private static async Task<int> Version(Session session, CancellationToken ct) =>
        !await session.Has(session.Sql.Table("schema_version"), ct) ? 0
            : (await session.Query($"select coalesce(max(version), 0) from {session.Sql.Table("schema_version")}", row => row.GetInt32(0), ct))[0];
}
