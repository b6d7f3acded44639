namespace Akka.Events.SchemaRegistry;

/// <summary>Which schema of its subject an event is written with.</summary>
public enum SchemaWriting
{
    /// <summary>The event type's own, which has to be registered already: by whoever releases schemas. Publishing is refused while it isn't.</summary>
    Registered,

    /// <summary>
    /// The event type's own, which is registered where it isn't yet. The registry refuses one that isn't compatible with the subject's earlier
    /// ones, and publishing with it.
    /// </summary>
    Register,

    /// <summary>
    /// The subject's newest when it is written with first, whoever has registered it. For JSON and Protocol Buffers; an Avro record is always
    /// written with its type's own. Nobody checks that a JSON event fits it.
    /// </summary>
    Latest,
}
