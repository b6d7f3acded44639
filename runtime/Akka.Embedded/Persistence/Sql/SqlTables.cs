namespace Akka.Persistence.Sql;

/// <summary>The default tables of Akka.Persistence.Sql, as that plugin creates them.</summary>
internal sealed class SqlTables(SqlSettings settings)
{
    internal string Journal => Name("journal");
    internal string Metadata => Name("journal_metadata");
    internal string Snapshot => Name("snapshot");

    internal string JournalScript => Script(
        (Journal, $"""
            CREATE TABLE {Journal} (
              ordering bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
              deleted boolean NOT NULL,
              persistence_id text NOT NULL,
              sequence_number bigint NOT NULL,
              created bigint NOT NULL,{(settings.TagColumn ? "\n  tags text," : "")}
              message bytea NOT NULL,
              identifier integer,
              manifest text,
              writer_uuid text,
              CONSTRAINT "PK_journal" PRIMARY KEY (ordering),
              CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number));
            CREATE INDEX journal_created_idx ON {Journal} (created);
            CREATE INDEX journal_sequence_number_idx ON {Journal} (sequence_number);
            """),
        (Name("tags"), $"""
            CREATE TABLE {Name("tags")} (
              ordering_id bigint NOT NULL,
              tag text NOT NULL,
              persistence_id text NOT NULL,
              sequence_nr bigint NOT NULL,
              CONSTRAINT "PK_tags" PRIMARY KEY (ordering_id, tag));
            CREATE INDEX tags_persistence_id_sequence_nr_idx ON {Name("tags")} (persistence_id, sequence_nr);
            CREATE INDEX tags_tag_idx ON {Name("tags")} (tag);
            """),
        (settings.DeleteCompatibilityMode ? Metadata : null, $"""
            CREATE TABLE {Metadata} (
              persistence_id text NOT NULL,
              sequence_number bigint NOT NULL,
              CONSTRAINT "PK_journal_metadata" PRIMARY KEY (persistence_id, sequence_number));
            """));

    internal string SnapshotScript => Script((Snapshot, $"""
        CREATE TABLE {Snapshot} (
          persistence_id text NOT NULL,
          sequence_number bigint NOT NULL,
          created bigint NOT NULL,
          snapshot bytea,
          manifest text,
          serializer_id integer,
          CONSTRAINT "PK_snapshot" PRIMARY KEY (persistence_id, sequence_number));
        CREATE INDEX snapshot_sequence_number_idx ON {Snapshot} (sequence_number);
        CREATE INDEX snapshot_created_idx ON {Snapshot} (created);
        """));

    private string Name(string table) => settings.Schema is { } schema ? $"{Quoted(schema)}.{table}" : table;

    // One at a time, as several processes start together; and only what is missing, as a mere user of the tables may not create any.
    private string Script(params (string Table, string Sql)[] tables)
    {
        var steps = tables.Where(table => table.Table is not null)
            .Select(table => $"IF to_regclass({Literal(table.Table)}) IS NULL THEN\n{table.Sql}\nEND IF;");
        if (settings.Schema is { } schema)
            steps = steps.Prepend($"IF to_regnamespace({Literal(Quoted(schema))}) IS NULL THEN CREATE SCHEMA {Quoted(schema)}; END IF;");
        const string turn = "PERFORM pg_advisory_xact_lock(hashtext('akka.persistence.sql'));";
        return $"DO $script$ BEGIN\n{turn}\n{string.Join('\n', steps)}\nEND $script$";
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
    private static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
