namespace Akka.Events.Handling;

/// <summary>A query has failed in the process that owns the key's partition, with an exception that isn't known everywhere.</summary>
public sealed class QueryFailedException : Exception
{
    internal QueryFailedException(string entity, string key, string errorType, string message)
        : base($"entity '{entity}', key '{key}': {(errorType.Length > 0 ? errorType : "failure")} in the process that was asked: {message}")
    {
        Entity = entity;
        Key = key;
        ErrorType = errorType;
    }

    /// <summary>The entity handler's name.</summary>
    public string Entity { get; }

    /// <summary>The entity's key.</summary>
    public string Key { get; }

    /// <summary>The full name of the exception's type there.</summary>
    public string ErrorType { get; }
}
