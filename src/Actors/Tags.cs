namespace Akka.Events;

/// <summary>Names of tags of spans and measurements: OpenTelemetry's, where it has one.</summary>
internal static class Tags
{
    public const string System = "messaging.system.name";

    public const string Kafka = "kafka";

    public const string Topic = "messaging.destination.name";

    public const string Partition = "messaging.destination.partition.id";

    public const string Group = "messaging.consumer.group.name";

    public const string Operation = "messaging.operation.type";

    public const string Offset = "messaging.kafka.offset";

    public const string Key = "messaging.kafka.message.key";

    public const string Error = "error.type";

    public const string Handler = "akka_events.handler";

    public const string Attempt = "akka_events.attempt";
}
