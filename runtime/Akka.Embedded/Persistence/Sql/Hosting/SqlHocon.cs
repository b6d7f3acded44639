#nullable enable
using System.Text;
using Akka.Hosting;

namespace Akka.Persistence.Sql.Hosting;

internal static class SqlHocon
{
    internal static void Append(
        StringBuilder sb, string type, string? connectionString, string? provider, string? schema, int? maxConcurrentQueries)
    {
        sb.AppendLine($"class = {HoconText.Quote(type + ", Akka.Persistence.Sql")}");
        if (connectionString is not null) sb.AppendLine($"connection-string = {HoconText.Quote(connectionString)}");
        if (provider is not null) sb.AppendLine($"provider-name = {HoconText.Quote(provider)}");
        if (schema is not null) sb.AppendLine($"default.schema-name = {HoconText.Quote(schema)}");
        if (maxConcurrentQueries is not null) sb.AppendLine($"max-concurrent-queries = {maxConcurrentQueries}");
    }
}
