namespace Akka.Events.Operating;

/// <summary>The journal doesn't hold the whole history that was asked for.</summary>
public sealed class HistoryNotRetainedException : Exception
{
    internal HistoryNotRetainedException(string group, string reason) : base($"group '{group}': {reason}") => Group = group;

    /// <summary>The consumer group.</summary>
    public string Group { get; }
}
