#nullable enable
namespace Akka.Hosting;

public sealed class DuplicateActorRegistryException(string message, Exception? innerException = null)
    : ActorRegistryException(message, innerException);
