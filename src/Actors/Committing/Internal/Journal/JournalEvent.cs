using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>A state event as the journal holds it, with the record that caused it.</summary>
internal readonly record struct JournalEvent(
    string Topic, string Handler, long Offset, ReadOnlyMemory<byte> Key, string Manifest, ReadOnlyMemory<byte> Payload, long Timestamp);
