using Akka.Actor;

namespace Akka.Configuration;

/// <summary>Configuration that can't be read, or that names something that isn't there.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message)
        : base(message) { }

    public ConfigurationException(string message, Exception exception)
        : base(message, exception) { }
}
