using System.CommandLine;
using System.Text;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Cli.Records;

/// <summary>publish: a record from the command line, or one for each line of a file or of standard input.</summary>
internal sealed class PublishCommand(Runner runner)
{
    // Records on their way at once, so that a file of any size goes through little memory.
    private const int InFlight = 1000;

    private readonly Argument<string> _topic = new("topic") { Description = "The topic. It must exist." };

    private readonly Option<string?> _value = new("--value", "-v") { Description = "The value. Default: a record for each line of standard input.", HelpName = "text" };

    private readonly Option<FileInfo?> _file = new("--file") { Description = "A record for each line of this file.", HelpName = "file" };

    private readonly Option<bool> _tombstone = new("--tombstone") { Description = "A record without a value, for --key." };

    private readonly Option<string?> _key = new("--key", "-k") { Description = "The key of all records. Default none.", HelpName = "text" };

    private readonly Option<string?> _separator = new("--key-separator")
    {
        Description = "What parts key and value in each line; \\t is a tab.", HelpName = "text",
    };

    private readonly Option<string[]> _header = new("--header", "-H") { Description = "A header. Repeatable.", HelpName = "name=value", DefaultValueFactory = _ => [] };

    private readonly Option<int?> _partition = new("--partition") { Description = "Default: what Kafka's own partitioner makes of the key." };

    public Command Create()
    {
        var command = new Command("publish", "Publishes records, and ends when the brokers have them.")
        {
            _topic, _value, _file, _tombstone, _key, _separator, _header, _partition,
        };
        return runner.Run(command, Run).With(
            "publish orders --key customer-7 --value '{\"total\":12}'",
            "publish orders --file orders.jsonl --key-separator '\\t'",
            "publish prices --key EUR --tombstone");
    }

    private async Task<int> Run(ParseResult parsed, Session session, CancellationToken ct)
    {
        var topic = parsed.GetValue(_topic)!;
        Check(parsed);
        var count = await session.Kafka.Partitions(topic) ?? throw ToolException.NotFound($"there is no topic {topic}: make it with 'topics create'");
        if (parsed.GetValue(_partition) is { } partition && (partition < 0 || partition >= count)) throw ToolException.NotFound($"topic {topic} has the partitions 0 to {count - 1}");
        var to = new TopicPartition(topic, parsed.GetValue(_partition) ?? Partition.Any);
        var (published, interrupted) = await Send(parsed, session, to, ct);
        session.Out.One(new { Topic = topic, published.Count, Last = published.Last?.Offset.Value, Partition = published.Last?.Partition.Value }, o =>
            o.Say(published switch
            {
                { Count: 1, Last: { } last } => $"Published to {topic} [{last.Partition.Value}] @{last.Offset.Value}.",
                var many => $"Published {many.Count} records to {topic}.",
            }));
        return interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private void Check(ParseResult parsed)
    {
        var values = new[] { parsed.GetValue(_value) is not null, parsed.GetValue(_file) is not null, parsed.GetValue(_tombstone) }.Count(given => given);
        if (values > 1) throw ToolException.Misused("--value, --file and --tombstone don't go together");
        if (parsed.GetValue(_tombstone) && parsed.GetValue(_key) is null) throw ToolException.Misused("--tombstone needs --key");
        if (parsed.GetValue(_separator) is { } separator)
        {
            if (separator.Length == 0) throw ToolException.Misused("--key-separator is empty");
            if (parsed.GetValue(_key) is not null) throw ToolException.Misused("--key and --key-separator don't go together");
        }
        if (parsed.GetValue(_file) is { Exists: false } file) throw ToolException.Misused($"there is no file {file}");
    }

    /// <summary>However it ends, what was handed over is seen through, and counted.</summary>
    private async Task<((long Count, DeliveryResult<byte[]?, byte[]?>? Last) Published, bool Interrupted)> Send(
        ParseResult parsed, Session session, TopicPartition to, CancellationToken ct)
    {
        var headers = TopicCommands.Pairs(parsed.GetValue(_header)!);
        using var producer = session.Kafka.Producer();
        var flying = new Queue<Task<DeliveryResult<byte[]?, byte[]?>>>();
        (long Count, DeliveryResult<byte[]?, byte[]?>? Last) published = default;
        var interrupted = false;
        string? refused = null, unreadable = null;
        try
        {
            await foreach (var (key, value) in Lines(parsed, ct))
            {
                var message = new Message<byte[]?, byte[]?> { Key = key, Value = value };
                if (headers.Count > 0) message.Headers = [];
                foreach (var (name, text) in headers) message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
                if (flying.Count == InFlight) await Landed();
                if (refused is not null) break;
                flying.Enqueue(producer.ProduceAsync(to, message, CancellationToken.None));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            interrupted = true;
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            unreadable = e.Message;
        }
        while (flying.Count > 0) await Landed();
        if (refused is not null) throw ToolException.Unreachable($"Kafka: {refused}; {TopicCommands.Count(published.Count, "record")} published");
        if (unreadable is null) return (published, interrupted);
        throw published.Count == 0
            ? ToolException.Misused($"{unreadable}; nothing is published")
            : new ToolException(ExitCode.Wrong, $"{unreadable}; what came before it is published: {TopicCommands.Count(published.Count, "record")}");

        async Task Landed()
        {
            try
            {
                published = (published.Count + 1, await flying.Dequeue());
            }
            catch (ProduceException<byte[]?, byte[]?> e)
            {
                refused ??= e.Error.Reason;
            }
        }
    }

    private async IAsyncEnumerable<(byte[]? Key, byte[]? Value)> Lines(ParseResult parsed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var key = parsed.GetValue(_key) is { } text ? KeyText.ToBytes(text) : null;
        if (parsed.GetValue(_tombstone) || parsed.GetValue(_value) is not null)
        {
            yield return (key, parsed.GetValue(_value) is { } value ? Encoding.UTF8.GetBytes(value) : null);
            yield break;
        }
        var separator = parsed.GetValue(_separator)?.Replace("\\t", "\t", StringComparison.Ordinal);
        using var input = parsed.GetValue(_file) is { } file ? file.OpenText() : new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var number = 0;
        await foreach (var line in InputLines.Of(input, ct))
        {
            number++;
            if (line.Length == 0) continue;
            if (separator is null)
            {
                yield return (key, Encoding.UTF8.GetBytes(line));
                continue;
            }
            var at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0) throw ToolException.Misused($"line {number} has no '{parsed.GetValue(_separator)}' between key and value");
            yield return (KeyText.ToBytes(line[..at]), Encoding.UTF8.GetBytes(line[(at + separator.Length)..]));
        }
    }
}
