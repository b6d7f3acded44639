using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Kafka.Internal.Admin;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>topics list, describe, create, delete.</summary>
internal static class TopicCommands
{
    public static Command Create(Runner runner) => new("topics", "Lists, describes, makes and deletes topics.")
    {
        List(runner), Describe(runner), New(runner), Delete(runner),
    };

    private static Command List(Runner runner)
    {
        var internals = new Option<bool>("--internal") { Description = "Kafka's own topics too." };
        var command = new Command("list", "The topics that this user may see.") { internals };
        return runner.Run(command, (parsed, session, ct) =>
        {
            var topics = session.Kafka.Admin.GetMetadata(session.Kafka.Timeout).Topics
                .Where(t => parsed.GetValue(internals) || !t.Topic.StartsWith("__", StringComparison.Ordinal))
                .OrderBy(t => t.Topic, StringComparer.Ordinal)
                .Select(t => new TopicRow(t.Topic, t.Partitions.Count, t.Partitions.Select(p => p.Replicas.Length).DefaultIfEmpty().Min()))
                .ToArray();
            session.Out.Rows(
                topics, "There is no topic.", new("topic", t => t.Topic), new("partitions", t => t.Partitions), new("replicas", t => t.Replicas));
            return Task.FromResult(ExitCode.Done);
        }).With("topics list", "topics list --output json");
    }

    private static Command Describe(Runner runner)
    {
        var topic = Topic();
        var command = new Command("describe", "A topic's partitions, how many offsets each holds, and its properties.") { topic };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(topic)!;
            var found = await TopicDescriber.DescribeOne(session.Kafka.Admin, name, session.Kafka.Timeout) ?? throw ToolException.NotFound($"there is no topic {name}");
            var partitions = await session.Kafka.PartitionsOf(name);
            var first = await session.Kafka.Offsets(partitions, OffsetSpec.Earliest());
            var end = await session.Kafka.Offsets(partitions, OffsetSpec.Latest());
            var rows = partitions.Select(p => new PartitionRow(p.Partition.Value, first[p], end[p], end[p] - first[p])).ToArray();
            session.Out.One(new { Topic = name, found.Replicas, Partitions = rows, found.Properties }, o =>
            {
                o.Say($"{name}: {Count(rows.Length, "partition")}, {Count(found.Replicas, "replica")}, {Kept(found.Retention)}{(found.IsCompacted ? ", compacted" : "")}");
                o.Rows(rows, "", new("partition", r => r.Partition), new("first", r => r.First), new("end", r => r.End), new("offsets", r => r.Offsets));
                var set = found.Properties.Where(p => p.Key is "cleanup.policy" or "retention.ms" or "retention.bytes" or "max.message.bytes" or "min.insync.replicas").ToArray();
                o.Say("");
                o.Rows(set, "", new("property", p => p.Key), new("value", p => p.Value));
            });
            return ExitCode.Done;
        }).With("topics describe orders");
    }

    private static Command New(Runner runner)
    {
        var topic = Topic();
        var partitions = new Option<int>("--partitions", "-p") { Description = "Default: the brokers' own number.", DefaultValueFactory = _ => -1 };
        var replicas = new Option<short>("--replicas", "-r") { Description = "Default: the brokers' own number.", DefaultValueFactory = _ => -1 };
        var properties = new Option<string[]>("--property")
        {
            Description = "A property of the topic, such as cleanup.policy=compact. Repeatable.", HelpName = "name=value", DefaultValueFactory = _ => [],
        };
        partitions.Validators.Add(r => { if (r.GetValueOrDefault<int>() is 0 or < -1) r.AddError("--partitions must be 1 or more"); });
        var command = new Command("create", "Makes a topic.") { topic, partitions, replicas, properties };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(topic)!;
            var wanted = new TopicSpecification
            {
                Name = name, NumPartitions = parsed.GetValue(partitions), ReplicationFactor = parsed.GetValue(replicas), Configs = Pairs(parsed.GetValue(properties)!),
            };
            try
            {
                await session.Kafka.Admin.CreateTopicsAsync(
                    [wanted], new CreateTopicsOptions { RequestTimeout = session.Kafka.Timeout, OperationTimeout = session.Kafka.Timeout });
            }
            catch (CreateTopicsException e) when (e.Results is [{ Error.Code: ErrorCode.TopicAlreadyExists }])
            {
                throw ToolException.Refused($"topic {name} exists already");
            }
            catch (CreateTopicsException e)
            {
                throw ToolException.Unreachable($"topic {name} can't be made: {e.Results[0].Error.Reason}");
            }
            session.Out.One(new { Topic = name, Created = true }, o => o.Say($"Made topic {name}."));
            return ExitCode.Done;
        }).With("topics create orders --partitions 12 --replicas 3", "topics create prices --property cleanup.policy=compact");
    }

    private static Command Delete(Runner runner)
    {
        var topic = Topic();
        var yes = new Option<bool>("--yes") { Description = "Does it; without, it is only said what would go." };
        var command = new Command("delete", "Deletes a topic with all its records.") { topic, yes };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(topic)!;
            var partitions = await session.Kafka.PartitionsOf(name);
            var (first, end) = (await session.Kafka.Offsets(partitions, OffsetSpec.Earliest()), await session.Kafka.Offsets(partitions, OffsetSpec.Latest()));
            var offsets = end.Sum(p => p.Value) - first.Sum(p => p.Value);
            if (!parsed.GetValue(yes))
                throw ToolException.Refused($"Topic {name}, {Count(partitions.Length, "partition")} with {Count(offsets, "offset")}, would be deleted for good. To do it: --yes");
            await session.Kafka.Admin.DeleteTopicsAsync(
                [name], new DeleteTopicsOptions { RequestTimeout = session.Kafka.Timeout, OperationTimeout = session.Kafka.Timeout });
            session.Out.One(new { Topic = name, Deleted = true }, o => o.Say($"Deleted topic {name}."));
            return ExitCode.Done;
        }).With("topics delete orders --yes");
    }

    /// <summary>name=value, each once.</summary>
    internal static Dictionary<string, string> Pairs(IEnumerable<string> texts)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw ToolException.Misused($"'{text}' is no name=value");
            pairs[text[..at]] = text[(at + 1)..];
        }
        return pairs;
    }

    internal static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static Argument<string> Topic() => new("topic") { Description = "The topic's name." };

    private static string Kept(TimeSpan? retention) => retention is { } time ? $"records are kept for {Durations.Text(time)}" : "records are kept for ever";

    private sealed record TopicRow(string Topic, int Partitions, int Replicas);

    private sealed record PartitionRow(int Partition, long First, long End, long Offsets);
}
