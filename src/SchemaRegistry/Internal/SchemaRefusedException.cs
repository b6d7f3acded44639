namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>The registry has answered, or what it has answered was looked at, and it is no: asking again soon leads to the same.</summary>
internal sealed class SchemaRefusedException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>There is no such schema: perhaps not yet in the registry's copy that was asked.</summary>
    public bool IsUnknown { get; init; }
}
