using Npgsql;

namespace Akka.Persistence.Sql;

/// <summary>Positional parameters of a known type, and what a column may lack.</summary>
internal static class Sql
{
    internal static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };
    internal static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value };
    internal static NpgsqlParameter Int(int value) => new NpgsqlParameter<int> { TypedValue = value };
    internal static NpgsqlParameter Bytes(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value };
    internal static string Manifest(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
