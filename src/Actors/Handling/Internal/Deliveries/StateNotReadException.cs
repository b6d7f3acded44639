namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>To who asks an entity: its state couldn't be read this time. The question may be asked again; the problem is told elsewhere.</summary>
internal sealed class StateNotReadException(Exception cause) : Exception(cause.Message, cause);
