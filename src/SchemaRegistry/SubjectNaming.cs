namespace Akka.Events.SchemaRegistry;

/// <summary>What the subject is called that has the schemas of a topic's events: Confluent's strategies.</summary>
public enum SubjectNaming
{
    /// <summary>After the topic: flights-value. A topic has one type of events then.</summary>
    Topic,

    /// <summary>After the schema's full name, whatever the topic: com.example.Flight.</summary>
    Record,

    /// <summary>After both: flights-com.example.Flight.</summary>
    TopicRecord,
}
