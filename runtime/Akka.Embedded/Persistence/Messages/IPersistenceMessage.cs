namespace Akka.Persistence;

public interface IPersistenceMessage : Actor.INoSerializationVerificationNeeded;
