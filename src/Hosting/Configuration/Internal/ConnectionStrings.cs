using Npgsql;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Checks connection strings without showing them: they may hold a password.</summary>
internal static class ConnectionStrings
{
    public static string? Problem(string connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            // Npgsql's messages name the keyword only.
            return $"is not understood: {e.Message}";
        }
    }
}
