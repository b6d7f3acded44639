using System.CommandLine;
using System.Globalization;
using Akka.Events.Operating;
using Confluent.Kafka;

namespace Akka.Events.Cli.Letters;

/// <summary>Which letters a command means, on its command line.</summary>
internal sealed class LetterOptions
{
    private readonly Option<string?> _handler = new("--handler") { Description = "Only those that this handler gave up.", HelpName = "name" };

    private readonly Option<string?> _exception = new("--exception") { Description = "Only those of this exception type, with or without its namespace.", HelpName = "type" };

    private readonly Option<string?> _key = new("--key") { Description = "Only those with this key." };

    public Argument<string> Topic { get; } = new("topic") { Description = "The topic that their events came from." };

    public Argument<string> Group { get; } = new("group") { Description = "The group whose handlers gave them up." };

    public Argument<string[]> Positions { get; } = new("positions")
    {
        Description = "Just these, as 'list' names them: partition@offset of the dead-letter topic.", Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command command, bool positions)
    {
        command.Add(Topic);
        command.Add(Group);
        if (positions) command.Add(Positions);
        foreach (var option in new Option[] { _handler, _exception, _key }) command.Add(option);
    }

    /// <exception cref="ToolException">A position can't be understood.</exception>
    public DeadLetterFilter Read(ParseResult parsed)
    {
        var (topic, group) = (parsed.GetValue(Topic)!, parsed.GetValue(Group)!);
        var positions = (parsed.GetValue(Positions) ?? []).Select(p => Position($"{topic}.{group}.dead-letter", p)).ToArray();
        return new DeadLetterFilter(topic, group)
        {
            Handler = parsed.GetValue(_handler), Exception = parsed.GetValue(_exception), Key = parsed.GetValue(_key),
            Positions = positions.Length == 0 ? null : positions,
        };
    }

    /// <summary>12@4711.</summary>
    public static string Text(TopicPartitionOffset position) => $"{position.Partition.Value}@{position.Offset.Value}";

    internal static TopicPartitionOffset Position(string topic, string text) =>
        text.Split('@') is [var partition, var offset]
        && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var p) && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o)
            ? new TopicPartitionOffset(topic, p, o)
            : throw ToolException.Misused($"'{text}' is no position of a letter: partition@offset, such as 0@12");
}
