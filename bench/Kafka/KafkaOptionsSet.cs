using System.CommandLine;

namespace Akka.Events.Bench.Kafka;

/// <summary>The options that every Kafka workload takes.</summary>
internal sealed class KafkaOptionsSet(WorkloadOptions options, int records = 1_000_000, int keys = 100_000, int partitions = 8)
{
    private readonly Option<string?> _bootstrap = options.Text("--bootstrap", "Kafka's host:port. Default: a mock cluster in the process.");
    private readonly Option<string?> _postgres = options.Text("--postgres", "PostgreSQL's connection string. Default: a private instance.");
    private readonly Option<string?> _topic = options.Text(
        "--topic", "The topic; used as it is where it holds records, else made and filled. Default: one named after its content.");
    private readonly Option<int> _records = options.Count("--records", "Records to fill a topic with.", records);
    private readonly Option<int> _keys = options.Count("--keys", "Distinct keys.", keys);
    private readonly Option<double> _skew = options.Number(
        "--skew", "Zipf's exponent of the keys' frequencies in a topic that is filled; 0: all alike.", 0);
    private readonly Option<int> _keyBytes = options.Count("--key-bytes", "Bytes of a key, 8 at least.", 8);
    private readonly Option<int> _valueBytes = options.Count("--value-bytes", "Bytes of a value.", 100);
    private readonly Option<int> _partitions = options.Count("--partitions", "Partitions of a topic that is made.", partitions);
    private readonly Option<string?> _group = options.Text("--group", "The consumer group. Default: bench-WORKLOAD-TOPIC.");
    private readonly Option<int> _checkKeys = options.Count(
        "--check-keys", "Keys whose result is checked at the end, spread over all.", int.MaxValue);
    private readonly Option<bool> _fresh = options.Flag("--fresh", "Starts the group anew, with its state deleted.");
    private readonly Option<int> _processes = options.Count("--processes", "Processes in the group; only 1 is measured here.", 1);
    private readonly Option<string?> _crashAfter = options.Text(
        "--crash-after", "Kills the process with SIGKILL once so many records are done.");

    public KafkaArguments Read(ParseResult parsed, string workload)
    {
        if (parsed.GetValue(_processes) != 1)
            throw new NotSupportedException(
                "--processes: one process is measured; start the same command again for a second member of the group");
        var arguments = new KafkaArguments
        {
            Bootstrap = parsed.GetValue(_bootstrap),
            Postgres = parsed.GetValue(_postgres),
            Records = parsed.GetValue(_records),
            Keys = parsed.GetValue(_keys),
            Skew = parsed.GetValue(_skew),
            CheckKeys = parsed.GetValue(_checkKeys),
            KeyBytes = parsed.GetValue(_keyBytes),
            ValueBytes = parsed.GetValue(_valueBytes),
            Partitions = parsed.GetValue(_partitions),
            Fresh = parsed.GetValue(_fresh),
            CrashAfter = parsed.GetValue(_crashAfter) is { } text
                ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null,
        };
        var topic = parsed.GetValue(_topic) ?? $"bench-{arguments.Records}-{arguments.Keys}-{arguments.ValueBytes}-{arguments.Partitions}"
            + (arguments.KeyBytes == 8 ? "" : $"-key{arguments.KeyBytes}")
            + (arguments.Skew == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-zipf{arguments.Skew}"));
        return arguments with { Topic = topic, Group = parsed.GetValue(_group) ?? $"bench-{workload}-{topic}" };
    }
}
