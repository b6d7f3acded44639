using Akka.Events.Topics.Internal;

namespace Akka.Events.Topics;

/// <summary>
/// What CloudEvents 1.0 says about an event beside its data. Everything is optional here: what is null isn't known, or isn't to be written.
/// </summary>
public sealed record EventMetadata
{
    /// <summary>Tells the event from all others of its source (ce_id).</summary>
    public string? Id { get; init; }

    /// <summary>Where the event comes from, as a URI reference (ce_source).</summary>
    public string? Source { get; init; }

    /// <summary>What kind of event it is (ce_type).</summary>
    public string? Type { get; init; }

    /// <summary>When it happened (ce_time).</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What it is about, within its source (ce_subject).</summary>
    public string? Subject { get; init; }

    /// <summary>The schema of its data, as a URI (ce_dataschema).</summary>
    public string? DataSchema { get; init; }

    /// <summary>The media type of its data (content-type).</summary>
    public string? DataContentType { get; init; }

    /// <summary>Further attributes by name (ce_name), such as traceparent.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = NoExtensions;

    private static readonly IReadOnlyDictionary<string, string> NoExtensions = new Dictionary<string, string>();
}
