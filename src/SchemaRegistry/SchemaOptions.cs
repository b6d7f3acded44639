namespace Akka.Events.SchemaRegistry;

/// <summary>How a topic's events are written with a schema registry. They are read whatever is said here.</summary>
public sealed record SchemaOptions
{
    /// <summary>Which schema events are written with. Default <see cref="SchemaWriting.Registered"/>: nothing is registered by itself.</summary>
    public SchemaWriting Writing { get; init; }

    /// <summary>What the subject is called. Default <see cref="SubjectNaming.Topic"/>.</summary>
    public SubjectNaming Naming { get; init; }

    /// <summary>The subject, where its name follows none of the strategies; null for <see cref="Naming"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The registry is asked to compare and keep schemas in its normal form. Default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>
    /// For JSON: the schema of the event's type, as text. Null: what <see cref="System.Text.Json.Schema.JsonSchemaExporter"/> makes of the type.
    /// </summary>
    public string? JsonSchema { get; init; }
}
