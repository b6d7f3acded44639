using Akka.Actor;

namespace Akka.Event;

/// <summary>Tells a logger which bus it serves; it answers with LoggerInitialized.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

public class LoggerInitialized : INoSerializationVerificationNeeded;
