using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Live;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>groups list and describe; what changes one has commands of its own.</summary>
internal static class GroupCommands
{
    public static Command Create(Runner runner) => new("groups", "Lists and describes consumer groups, sets them back, and holds them in running services.")
    {
        List(runner), Describe(runner), new GroupSeekCommand(runner).Create(), GroupResetCommand.Create(runner),
        ControlCommands.Pause(runner), ControlCommands.Resume(runner),
    };

    private static Command List(Runner runner)
    {
        var command = new Command("list", "The groups that Kafka, or PostgreSQL where it is named, knows.");
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var books = await GroupBooks.All(session, ct);
            var known = (await KafkaGroup.List(session.Kafka)).ToDictionary(g => g.Name);
            var rows = known.Keys.Union(books.Keys).Order(StringComparer.Ordinal).Select(name =>
            {
                var (kafka, book) = (known.GetValueOrDefault(name), books.GetValueOrDefault(name));
                return new GroupRow(name, kafka?.State ?? "absent", kafka?.Protocol, book?.OffsetsIn ?? "kafka", book?.Entities ?? [], book?.Topics ?? []);
            }).ToArray();
            session.Out.Rows(
                rows, "There is no group.", new("group", r => r.Group), new("state", r => r.State), new("protocol", r => r.Protocol),
                new("offsets in", r => r.OffsetsIn), new("entities", r => Listed(r.Entities)), new("topics", r => Listed(r.Topics)));
            if (!session.KnowsDatabase) session.Out.Note("PostgreSQL isn't named: groups that keep their offsets there look like others.");
            return ExitCode.Done;
        }).With("groups list");
    }

    private static Command Describe(Runner runner)
    {
        var group = Group();
        var command = new Command("describe", "A group's partitions: where it is, where the log ends, what lies between, and whose they are.") { group };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var name = parsed.GetValue(group)!;
            var books = await GroupBooks.Of(session, name, ct);
            var known = await KafkaGroup.Of(session.Kafka, name);
            if (!known.Exists && !books.Exist) throw ToolException.NotFound($"there is no group {name}");
            var rows = await Partitions(session, known, books);
            var lag = rows.Sum(r => r.Lag ?? 0);
            session.Out.One(
                new { Group = name, known.State, known.Protocol, books.OffsetsIn, books.Entities, Lag = lag, Members = known.Members.Count, Partitions = rows }, o =>
                {
                    o.Say($"{name}: {known.State}, {TopicCommands.Count(known.Members.Count, "member")}, offsets in {Kept(books)}, lag {lag}");
                    if (books.Entities.Count > 0) o.Say($"entities: {string.Join(", ", books.Entities)}");
                    o.Say("");
                    o.Rows(
                        rows, Nothing(books), new("topic", r => r.Topic), new("partition", r => r.Partition),
                        new("committed", r => r.Committed), new("end", r => r.End), new("lag", r => r.Lag), new("member", r => r.Member));
                });
            return ExitCode.Done;
        }).With("groups describe airport-delays", "groups describe airport-delays -o json | jq .lag");
    }

    internal static Argument<string> Group() => new("group") { Description = "The group's name." };

    internal static string Kept(GroupBooks books) => books.OffsetsIn switch
    {
        "journal" => "PostgreSQL's journal",
        "transactions" => "PostgreSQL, by its handlers' transactions",
        _ => "Kafka",
    };

    private static async Task<PartitionRow[]> Partitions(Session session, KafkaGroup group, GroupBooks books)
    {
        var committed = await group.Committed(session.Kafka);
        var owners = group.Members.SelectMany(m => m.Partitions.Select(p => (Partition: p, Member: m))).DistinctBy(o => o.Partition).ToDictionary(o => o.Partition, o => o.Member);
        var partitions = committed.Keys.Union(owners.Keys).ToHashSet();
        foreach (var topic in books.Topics.Except(partitions.Select(p => p.Topic)))
            if (await session.Kafka.Partitions(topic) is { } count)
                partitions.UnionWith(Enumerable.Range(0, count).Select(p => new TopicPartition(topic, p)));
        var (first, end) = (await session.Kafka.Offsets(partitions, OffsetSpec.Earliest()), await session.Kafka.Offsets(partitions, OffsetSpec.Latest()));
        return
        [
            .. partitions.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Value).Select(p =>
            {
                long? at = committed.TryGetValue(p, out var offset) ? offset : null, to = end.TryGetValue(p, out var last) ? last : null;
                // What retention has taken away is no work that waits.
                var lag = to is null ? null : to - Math.Max(at ?? 0, first.GetValueOrDefault(p));
                return new PartitionRow(p.Topic, p.Partition.Value, at, to, lag < 0 ? 0 : lag, owners.GetValueOrDefault(p)?.Text);
            }),
        ];
    }

    private static string Nothing(GroupBooks books) =>
        books.Topics.Count > 0 ? $"Its topics are gone: {string.Join(", ", books.Topics)}." : "It has finished nothing yet.";

    private static string? Listed(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(", ", names);

    private sealed record GroupRow(string Group, string State, string? Protocol, string OffsetsIn, IReadOnlyList<string> Entities, IReadOnlyList<string> Topics);

    private sealed record PartitionRow(string Topic, int Partition, long? Committed, long? End, long? Lag, string? Member);
}
