#nullable enable
namespace Akka.Hosting;

public class ActorRegistryException(string message, Exception? innerException = null) : Exception(message, innerException);
