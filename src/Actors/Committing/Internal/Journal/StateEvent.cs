namespace Akka.Events.Committing.Internal.Journal;

/// <summary>An event that an entity has persisted; its encoded value lies in its delivery.</summary>
internal readonly record struct StateEvent(StoredType Type, int Start, int Length);
