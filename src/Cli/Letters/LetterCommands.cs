using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Operating;

namespace Akka.Events.Cli.Letters;

/// <summary>dead-letters list, show; what deals with them has a class of its own.</summary>
internal static class LetterCommands
{
    private const string Suffix = ".dead-letter";
    private const int LongestInLine = 200;

    public static Command Create(Runner runner) => new("dead-letters", "Events that handlers have given up: what they are and why, once more to their handler, or away.")
    {
        List(runner), Show(runner), SettleCommand.Replay(runner), SettleCommand.Discard(runner),
    };

    private static Command List(Runner runner)
    {
        var options = new LetterOptions();
        options.Topic.Arity = options.Group.Arity = ArgumentArity.ZeroOrOne;
        var most = new Option<int>("--count", "-n") { Description = "At most so many letters.", DefaultValueFactory = _ => 100 };
        var next = new Option<string?>("--next") { Description = "Goes on where a list before has ended, which has said so.", HelpName = "place" };
        var command = new Command("list", "The letters that are left of a topic and a group; of all, without these, how many there are for which reason. Reads the topics whole.");
        options.AddTo(command, positions: false);
        command.Add(most);
        command.Add(next);
        most.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--count must be 1 or more"); });
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await using var box = new LetterBox(session);
            if (parsed.GetValue(options.Topic) is null) return await Overview(session, box, ct);
            if (parsed.GetValue(options.Group) is null) throw ToolException.Misused("Of which group? 'dead-letters list' without a topic says which have letters");
            DeadLetterPage page;
            try
            {
                page = await box.Letters.ListAsync(options.Read(parsed), parsed.GetValue(most), parsed.GetValue(next), ct);
            }
            catch (ArgumentException e) when (e.ParamName == "next")
            {
                throw ToolException.Misused($"'{parsed.GetValue(next)}' is no place to go on from");
            }
            session.Out.One(new { Letters = page.Letters.Select(LetterRow.Of), page.Next }, o => o.Rows(
                page.Letters, "There are none.", new("position", l => LetterOptions.Text(l.Position)), new("given up", l => l.Time), new("handler", l => l.Handler),
                new("record", l => $"{l.Origin.Topic} [{l.Origin.Partition.Value}] @{l.Origin.Offset.Value}"), new("key", l => l.Key),
                new("attempts", l => l.Attempts), new("reason", l => Shortened(l.Reason))));
            if (page.Next is { } further) session.Out.Note($"There are more: --next {further}");
            return ExitCode.Done;
        }).With("dead-letters list", "dead-letters list orders billing --exception TimeoutException", "dead-letters list orders billing -o json | jq .letters[].value");
    }

    private static async Task<int> Overview(Session session, LetterBox box, CancellationToken ct)
    {
        var kafka = session.Kafka;
        // It blocks, and ends within the time limit.
        var metadata = await Task.Run(() => kafka.Admin.GetMetadata(kafka.Timeout), ct);
        var rows = new List<CountRow>();
        foreach (var topic in metadata.Topics.Select(t => t.Topic).Where(t => t.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            foreach (var (origin, group) in (await box.Origins(topic, ct)).Order())
                rows.AddRange((await box.Letters.CountAsync(new DeadLetterFilter(origin, group), ct))
                    .Select(c => new CountRow(origin, group, c.Handler, c.Exception, c.Count, c.Oldest, c.Newest)));
        session.Out.Rows(
            rows, "There are no dead letters.", new("topic", r => r.Topic), new("group", r => r.Group), new("handler", r => r.Handler),
            new("exception", r => r.Exception), new("letters", r => r.Letters), new("oldest", r => r.Oldest), new("newest", r => r.Newest));
        return ExitCode.Done;
    }

    private static Command Show(Runner runner)
    {
        var options = new LetterOptions();
        options.Positions.Arity = ArgumentArity.OneOrMore;
        var command = new Command("show", "Letters whole: where they are from, why they were given up, key, value and headers.")
        {
            options.Topic, options.Group, options.Positions,
        };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await using var box = new LetterBox(session);
            var filter = options.Read(parsed);
            var letters = (await box.Letters.ListAsync(filter, filter.Positions!.Count, null, ct)).Letters;
            if (letters.Count == 0) throw ToolException.NotFound("there is no such letter, or it is replayed or discarded already");
            if (session.Out.Json) session.Out.Rows([.. letters.Select(LetterRow.Of)], "");
            else foreach (var letter in letters) Print(session.Out, letter);
            return ExitCode.Done;
        }).With("dead-letters show orders billing 0@12");
    }

    private static void Print(Printer print, DeadLetter letter)
    {
        print.Say($"{LetterOptions.Text(letter.Position)}  {Printable.Line(letter.Id)}");
        print.Say($"record    {letter.Origin.Topic} [{letter.Origin.Partition.Value}] @{letter.Origin.Offset.Value}{(letter.Timestamp is { } time ? $" of {Printable.Time(time)}" : "")}");
        print.Say($"given up  by {letter.Group}/{letter.Handler} at {Printable.Time(letter.Time)}, after {letter.Attempts} {(letter.Attempts == 1 ? "attempt" : "attempts")}");
        print.Say($"reason    {Printable.Line(letter.Reason)}");
        print.Say($"key       {(letter.Key is { } key ? Printable.Line(key) : "-")}");
        foreach (var header in letter.Headers) print.Say($"header    {Printable.Line(header.Key)}: {Printable.Value(header.GetValueBytes())}");
        print.Say(letter.Value is { } value ? Printable.Block(value) : "no value: a tombstone");
        print.Say("");
    }

    private static string Shortened(string reason) => reason.Length <= LongestInLine ? reason : $"{reason[..(LongestInLine - 1)]}…";

    private sealed record CountRow(string Topic, string Group, string Handler, string Exception, long Letters, DateTimeOffset Oldest, DateTimeOffset Newest);
}
