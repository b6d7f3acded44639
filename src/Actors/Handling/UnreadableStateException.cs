namespace Akka.Events.Handling;

/// <summary>What is stored of an entity can't be read back. The entity handles nothing until that is mended; others go on.</summary>
public sealed class UnreadableStateException : Exception
{
    internal UnreadableStateException(string entity, string key, string reason, Exception? inner = null)
        : base($"entity '{entity}', key '{key}': {reason}", inner)
    {
        Entity = entity;
        Key = key;
        Reason = reason;
    }

    /// <summary>The entity handler's name.</summary>
    public string Entity { get; }

    /// <summary>The entity's key.</summary>
    public string Key { get; }

    internal string Reason { get; }
}
