namespace Akka.Events.Subscribing;

/// <summary>A subscription was read too slowly, and was to fail then.</summary>
public sealed class SubscriptionOverflowException : Exception
{
    internal SubscriptionOverflowException(string topic, int events, long bytes)
        : base($"The subscription to topic '{topic}' is read too slowly: {events} events of {bytes} bytes waited, and it was to fail then.")
    {
    }
}
