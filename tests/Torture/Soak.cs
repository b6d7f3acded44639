using System.Diagnostics;
using System.Globalization;
using System.Text;
using Akka.Events.LocalServers;
using Akka.Events.Torture.Faults;
using Npgsql;

namespace Akka.Events.Torture;

/// <summary>Samples what has to stay flat: a worker's memory and threads, PostgreSQL's connections, and the tables.</summary>
internal sealed class Soak(PrivatePostgres postgres, WorkerProcess worker, Func<long> published, string file)
{
    private const string Connections = "select count(*) from pg_stat_activity where backend_type = 'client backend'";

    private const string Tables = """
        select c.relname, pg_total_relation_size(c.oid), c.reltuples::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'akka_events' and c.relkind = 'r' order by 1
        """;

    private readonly StringBuilder _table = new();

    public override string ToString() => _table.ToString();

    public async Task Run(TimeSpan every, CancellationToken ct)
    {
        Add("minutes  events  RSS MB  threads  file handles  connections  tables MB");
        var begun = Stopwatch.GetTimestamp();
        while (await Chance.Passes(every, ct))
            Add($"{Stopwatch.GetElapsedTime(begun).TotalMinutes,7:0.0}  {published(),9}  {OfWorker()}  {await OfPostgres()}");
    }

    private string OfWorker()
    {
        try
        {
            var process = $"/proc/{worker.ProcessId}";
            var status = File.ReadAllLines($"{process}/status").Select(line => line.Split(':', 2))
                .ToDictionary(line => line[0], line => line[1].Trim());
            var memory = long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
            return $"{memory,5}  {status["Threads"],3}  {Directory.GetFiles($"{process}/fd").Length,4}";
        }
        catch (IOException)
        {
            return "    -    -     -";
        }
    }

    private async Task<string> OfPostgres()
    {
        try
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false;Timeout=5;Command Timeout=5");
            await connection.OpenAsync();
            await using var count = new NpgsqlCommand(Connections, connection);
            var text = new StringBuilder($"{await count.ExecuteScalarAsync(),3}");
            await using var sizes = new NpgsqlCommand(Tables, connection);
            await using var row = await sizes.ExecuteReaderAsync();
            while (await row.ReadAsync())
                text.Append(CultureInfo.InvariantCulture, $"  {row.GetString(0)} {row.GetInt64(1) / 1048576.0:0.0}");
            return text.ToString();
        }
        catch (NpgsqlException)
        {
            return "PostgreSQL is away";
        }
    }

    private void Add(string line)
    {
        _table.AppendLine(line);
        File.AppendAllText(file, line + '\n');
    }
}
