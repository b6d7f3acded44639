namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>A row of the table <c>journal</c>.</summary>
/// <param name="PersistenceId">The shard.</param>
/// <param name="SequenceNr">Its number in the shard; of two rows with the same one fails.</param>
/// <param name="Message">What the serializer made of what is persisted.</param>
/// <param name="Manifest">What the serializer knows it by again.</param>
/// <param name="Serializer">The serializer's number.</param>
internal readonly record struct JournalRow(string PersistenceId, long SequenceNr, byte[] Message, string Manifest, int Serializer);
