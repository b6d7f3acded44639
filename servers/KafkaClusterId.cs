namespace Akka.Events.LocalServers;

/// <summary>The name of a Kafka cluster: 16 bytes as URL-safe base64.</summary>
internal static class KafkaClusterId
{
    /// <summary>
    /// The id with a GUID's bytes, less its first bit: a name that began with '-' would be read as an option by Kafka's tools.
    /// </summary>
    public static string From(Guid guid)
    {
        var bytes = guid.ToByteArray();
        bytes[0] &= 0x7f;
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
