namespace Akka.Events.Handling;

/// <summary>
/// An entity that nothing is known of here can't be asked: keys of its group lie in other partitions than theirs, so that its records may
/// be elsewhere. Whoever publishes them uses another partitioner than Kafka's own clients.
/// </summary>
public sealed class MisplacedKeysException : InvalidOperationException
{
    internal MisplacedKeysException(string group, string reason) : base($"Group '{group}': {reason}")
    {
        Group = group;
        Reason = reason;
    }

    /// <summary>The group.</summary>
    public string Group { get; }

    internal string Reason { get; }
}
