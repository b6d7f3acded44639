using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Cli.Records;

/// <summary>consume: prints a topic's records, outside of any group.</summary>
internal sealed class ConsumeCommand(Runner runner)
{
    private const int LongestInLine = 400;

    private readonly Argument<string> _topic = new("topic") { Description = "The topic." };

    private readonly Option<int?> _partition = new("--partition") { Description = "Only this one." };

    private readonly Option<string> _from = new("--from")
    {
        Description = "earliest, latest, an offset, a time, or so long ago (-15m).", HelpName = "where", DefaultValueFactory = _ => "earliest",
    };

    private readonly Option<string?> _to = new("--to") { Description = "Up to there, without what lies there. Default: the end as it is now.", HelpName = "where" };

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Goes on with what comes, until Ctrl-C." };

    private readonly Option<string?> _key = new("--key") { Description = "Only records with this key." };

    private readonly Option<string?> _filter = new("--filter") { Description = "Only records whose value, as text, holds this.", HelpName = "text" };

    private readonly Option<int?> _count = new("--count", "-n") { Description = "At most so many records." };

    private readonly Option<bool> _headers = new("--headers") { Description = "Prints the headers too." };

    private readonly Option<bool> _full = new("--full") { Description = $"Prints values of more than {LongestInLine} characters whole." };

    private readonly Option<bool> _uncommitted = new("--uncommitted") { Description = "Also what no transaction has committed." };

    public Command Create()
    {
        var command = new Command("consume", "Prints a topic's records, partition by partition. No group takes part in it, and no offset is committed.")
        {
            _topic, _partition, _from, _to, _follow, _key, _filter, _count, _headers, _full, _uncommitted,
        };
        _count.Validators.Add(r => { if (r.GetValueOrDefault<int?>() is < 1) r.AddError("--count must be 1 or more"); });
        return runner.Run(command, Run).With(
            "consume orders --from -15m --key customer-7",
            "consume orders --partition 3 --from 812 --to 820 --headers",
            "consume orders --follow --filter '\"state\":\"paid\"'",
            "consume orders --output json | jq .value");
    }

    private async Task<int> Run(ParseResult parsed, Session session, CancellationToken ct)
    {
        var topic = parsed.GetValue(_topic)!;
        var follow = parsed.GetValue(_follow);
        if (follow && parsed.GetValue(_to) is not null) throw ToolException.Misused("--follow and --to don't go together");
        var now = DateTimeOffset.UtcNow;
        var (from, to) = (Moment.Parse(parsed.GetValue(_from)!, now), Moment.Parse(parsed.GetValue(_to) ?? "latest", now));
        var partitions = await session.Kafka.PartitionsOf(topic);
        if (parsed.GetValue(_partition) is { } only)
            partitions = only >= 0 && only < partitions.Length ? [partitions[only]] : throw ToolException.NotFound($"topic {topic} has the partitions 0 to {partitions.Length - 1}");
        var begin = await session.Kafka.Offsets(partitions, from);
        var end = follow ? begin.ToDictionary(p => p.Key, _ => long.MaxValue) : await session.Kafka.Offsets(partitions, to);
        // Off the caller's thread: the client's reading blocks.
        var printed = await Task.Run(() => Read(parsed, session, begin, end, ct), CancellationToken.None);
        if (!session.Out.Json) session.Out.Note(printed == 1 ? "1 record" : $"{printed} records");
        return ct.IsCancellationRequested && !follow ? ExitCode.Interrupted : ExitCode.Done;
    }

    private long Read(ParseResult parsed, Session session, Dictionary<TopicPartition, long> begin, Dictionary<TopicPartition, long> end, CancellationToken ct)
    {
        var open = begin.Where(p => p.Value < end[p.Key]).Select(p => p.Key).ToHashSet();
        if (open.Count == 0) return 0;
        using var reader = session.Kafka.Reader(committed: !parsed.GetValue(_uncommitted));
        reader.Assign(open.Select(p => new TopicPartitionOffset(p, begin[p])));
        var (key, filter, most) = (parsed.GetValue(_key) is { } text ? KeyText.ToBytes(text) : null, parsed.GetValue(_filter), parsed.GetValue(_count) ?? int.MaxValue);
        var print = Printing(parsed, session.Out);
        long printed = 0;
        while (open.Count > 0 && printed < most && !ct.IsCancellationRequested)
        {
            var record = reader.Consume(TimeSpan.FromMilliseconds(200));
            if (record is null) continue;
            // The end of a partition is also told by a record, or by the gap of a transaction's marker.
            if (record.Offset.Value >= end[record.TopicPartition] || (record.IsPartitionEOF && end[record.TopicPartition] != long.MaxValue))
                open.Remove(record.TopicPartition);
            if (record.IsPartitionEOF || record.Offset.Value >= end[record.TopicPartition] || !Matches(record.Message, key, filter)) continue;
            print(record);
            printed++;
            if (record.Offset.Value + 1 >= end[record.TopicPartition]) open.Remove(record.TopicPartition);
        }
        reader.Close();
        return printed;
    }

    private static bool Matches(Message<byte[]?, byte[]?> message, byte[]? key, string? filter) =>
        (key is null || (message.Key is { } has && has.AsSpan().SequenceEqual(key)))
        && (filter is null || (message.Value is { } value && Encoding.UTF8.GetString(value).Contains(filter, StringComparison.Ordinal)));

    private Action<ConsumeResult<byte[]?, byte[]?>> Printing(ParseResult parsed, Printer print)
    {
        var (headers, longest) = (parsed.GetValue(_headers), parsed.GetValue(_full) ? int.MaxValue : LongestInLine);
        return print.Json ? r => print.Line(Node(r)) : r =>
        {
            var key = Printable.Key(r.Message.Key) is { } text ? Printable.Line(text) : "-";
            print.Say($"[{r.Partition.Value}] @{r.Offset.Value}  {Printable.Time(r.Message.Timestamp.UtcDateTime)}  {key}  {Printable.Value(r.Message.Value, longest)}");
            if (!headers) return;
            foreach (var header in r.Message.Headers ?? []) print.Say($"    {Printable.Line(header.Key)}: {Printable.Value(header.GetValueBytes(), longest)}");
        };
    }

    private static JsonObject Node(ConsumeResult<byte[]?, byte[]?> r)
    {
        var headers = new JsonArray();
        foreach (var header in r.Message.Headers ?? []) headers.Add(new JsonObject { ["name"] = header.Key, ["value"] = Printable.Json(header.GetValueBytes()) });
        return new JsonObject
        {
            ["topic"] = r.Topic,
            ["partition"] = r.Partition.Value,
            ["offset"] = r.Offset.Value,
            ["time"] = r.Message.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["key"] = Printable.Key(r.Message.Key),
            ["value"] = Printable.Json(r.Message.Value),
            ["headers"] = headers,
        };
    }
}
