#nullable enable
using System.Text;
using Akka.Configuration;
using Akka.Persistence.Hosting;

namespace Akka.Persistence.Sql.Hosting;

public sealed class SqlJournalOptions : JournalOptions
{
    public SqlJournalOptions()
        : this(true) { }

    public SqlJournalOptions(bool isDefaultPlugin, string identifier = "sql")
        : base(isDefaultPlugin)
    {
        Identifier = identifier;
        AutoInitialize = true;
    }

    public string? ConnectionString { get; set; }

    /// <summary>"PostgreSQL.15" or another of PostgreSQL's.</summary>
    public string? ProviderName { get; set; }

    public bool? DeleteCompatibilityMode { get; set; }
    public TagMode? TagStorageMode { get; set; }
    public override string Identifier { get; set; }

    internal string? SchemaName { get; set; }
    internal int? MaxConcurrentQueries { get; set; }

    protected override Config InternalDefaultConfig => Config.Empty;

    protected override StringBuilder Build(StringBuilder sb)
    {
        const string type = "Akka.Persistence.Sql.Journal.SqlWriteJournal";
        SqlHocon.Append(sb, type, ConnectionString, ProviderName, SchemaName, MaxConcurrentQueries);
        if (DeleteCompatibilityMode is { } compatible) sb.AppendLine($"delete-compatibility-mode = {(compatible ? "on" : "off")}");
        if (TagStorageMode is { } mode) sb.AppendLine($"tag-write-mode = {mode}");
        return base.Build(sb);
    }
}
