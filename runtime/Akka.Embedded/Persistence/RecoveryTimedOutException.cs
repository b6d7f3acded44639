using Akka.Actor;

namespace Akka.Persistence;

public class RecoveryTimedOutException(string message, Exception cause = null) : AkkaException(message, cause);
