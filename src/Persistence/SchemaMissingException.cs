namespace Akka.Events.Persistence;

/// <summary>
/// The tables are missing, older than this library, or without what it stands on, and it may not make that itself. The message holds the SQL
/// to run.
/// </summary>
public sealed class SchemaMissingException : Exception
{
    internal SchemaMissingException(string message) : base(message)
    {
    }
}
