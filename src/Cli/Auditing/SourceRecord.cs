namespace Akka.Events.Cli.Auditing;

/// <summary>A record that an event came of, as the journal says.</summary>
internal readonly record struct SourceRecord(string Topic, long Offset, byte[] Key);
