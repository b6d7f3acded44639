using System.CommandLine;
using System.Diagnostics;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Records;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Brokers;

/// <summary>groups seek: sets committed offsets, of groups whose offsets are Kafka's to keep.</summary>
internal sealed class GroupSeekCommand(Runner runner)
{
    private readonly Argument<string> _group = GroupCommands.Group();

    private readonly Option<string> _topic = new("--topic") { Description = "The topic.", Required = true };

    private readonly Option<int?> _partition = new("--partition") { Description = "Only this one." };

    private readonly Option<string> _to = new("--to")
    {
        Description = "earliest, latest, an offset, a time, or so long ago (-15m).", HelpName = "where", Required = true,
    };

    private readonly Option<bool> _execute = new("--execute") { Description = "Does it; without, it is only said what would change." };

    private readonly Option<bool> _offsetsOnly = GroupBooks.OffsetsOnly();

    public Command Create()
    {
        var command = new Command("seek", "Has a stopped group of plain handlers go on from another place.") { _group, _topic, _partition, _to, _execute, _offsetsOnly };
        return runner.Run(command, Run).With(
            "groups seek billing --topic orders --to -2h",
            "groups seek billing --topic orders --partition 3 --to 812 --execute");
    }

    private async Task<int> Run(ParseResult parsed, Session session, CancellationToken ct)
    {
        var (name, topic) = (parsed.GetValue(_group)!, parsed.GetValue(_topic)!);
        var to = Moment.Parse(parsed.GetValue(_to)!, DateTimeOffset.UtcNow);
        var books = await GroupBooks.Of(session, name, ct);
        if (books.OffsetsIn != "kafka")
            throw ToolException.Refused(
                $"group {name} keeps its offsets in {GroupCommands.Kept(books)}, together with what the events led to: with other offsets they would count "
                + "twice, or never. To have it begin anew: 'groups reset'");
        var group = await KafkaGroup.Of(session.Kafka, name);
        var partitions = await session.Kafka.PartitionsOf(topic);
        if (parsed.GetValue(_partition) is { } only)
            partitions = only >= 0 && only < partitions.Length ? [partitions[only]] : throw ToolException.NotFound($"topic {topic} has the partitions 0 to {partitions.Length - 1}");
        var committed = await group.Committed(session.Kafka);
        var target = await session.Kafka.Offsets(partitions, to);
        var moves = partitions.Select(p => new Move(p.Topic, p.Partition.Value, committed.TryGetValue(p, out var at) ? at : null, target[p])).ToArray();
        var execute = parsed.GetValue(_execute);
        if (execute)
        {
            GroupBooks.DemandKnown(session, name, parsed.GetValue(_offsetsOnly));
            // Kafka refuses it too, with an error that says less.
            if (group.IsRunning) throw ToolException.Refused($"group {name} is running ({group.State}): stop its processes first; Kafka lets nobody else set its offsets");
            await Set(session.Kafka, new ConsumerGroupTopicPartitionOffsets(name, [.. moves.Select(m => new TopicPartitionOffset(m.Topic, m.Partition, m.To))]), ct);
        }
        session.Out.Rows(
            moves, "", new("topic", m => m.Topic), new("partition", m => m.Partition), new("from", m => m.From), new("to", m => m.To), new("again", m => m.Again),
            new("skipped", m => m.Skipped));
        if (!execute && !session.KnowsDatabase) session.Out.Note("PostgreSQL isn't named: whether the group keeps its offsets there isn't known. --execute needs it, or --offsets-only.");
        session.Out.Note(execute ? $"Group {name} goes on from there." : $"Nothing was changed. To do it: --execute{(group.IsRunning ? ", once its processes have stopped" : "")}");
        return ExitCode.Done;
    }

    /// <summary>All of them or none. A cluster's first group waits for its coordinator.</summary>
    private static async Task Set(KafkaConnection kafka, ConsumerGroupTopicPartitionOffsets offsets, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await kafka.Admin.AlterConsumerGroupOffsetsAsync([offsets], new AlterConsumerGroupOffsetsOptions { RequestTimeout = kafka.Timeout });
                return;
            }
            catch (AlterConsumerGroupOffsetsException e) when (Stopwatch.GetElapsedTime(begun) < kafka.Timeout && ErrorOf(e).Code is
                ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress or ErrorCode.NotCoordinatorForGroup)
            {
                await Task.Delay(200, ct);
            }
            catch (AlterConsumerGroupOffsetsException e)
            {
                throw ToolException.Unreachable($"Kafka: {ErrorOf(e).Reason}");
            }
        }
    }

    private static Error ErrorOf(AlterConsumerGroupOffsetsException e) =>
        e.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)).FirstOrDefault(error => error.IsError) ?? e.Error;

    /// <summary>A partition's committed offset, before and after.</summary>
    private sealed record Move(string Topic, int Partition, long? From, long To)
    {
        /// <summary>Offsets that are handled again.</summary>
        public long Again => From is { } from ? Math.Max(0, from - To) : 0;

        /// <summary>Offsets that are passed over.</summary>
        public long Skipped => From is { } from ? Math.Max(0, To - from) : 0;
    }
}
