using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>librdkafka's properties that a user passes through, but for those on which the delivery rules stand.</summary>
/// <param name="fixedProperties">Properties with only one right value.</param>
/// <param name="owned">Properties that follow from options of their own.</param>
internal sealed class PassThrough(PassThrough.Fixed[] fixedProperties, string[] owned)
{
    /// <exception cref="ArgumentException">A property is passed through that isn't free.</exception>
    internal void Apply(IReadOnlyDictionary<string, string> properties, ClientConfig config)
    {
        foreach (var (key, value) in properties)
        {
            if (owned.Contains(key))
                throw new ArgumentException($"akka.events.kafka.client.{key} can't be passed through: it follows from other options.");
            if (Array.Find(fixedProperties, f => f.Key == key) is { } rule && !rule.Allows(value))
                throw new ArgumentException($"akka.events.kafka.client.{key} must be '{rule.Value}' and not '{value}': {rule.Reason}.");
            config.Set(key, value);
        }
    }

    internal sealed record Fixed(string Key, string Value, string Reason)
    {
        public bool Allows(string value) =>
            string.Equals(Value, value, StringComparison.OrdinalIgnoreCase) || (Value == "all" && value == "-1");
    }
}
