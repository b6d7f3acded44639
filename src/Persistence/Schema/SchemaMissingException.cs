namespace Akka.Events.Persistence.Schema;

/// <summary>The tables are missing or older than this library, and making them is switched off. The message holds the SQL to run.</summary>
public sealed class SchemaMissingException : Exception
{
    internal SchemaMissingException(string message) : base(message)
    {
    }
}
