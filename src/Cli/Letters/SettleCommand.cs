using System.CommandLine;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal.Letters;

namespace Akka.Events.Cli.Letters;

/// <summary>dead-letters replay and discard: first said, then done.</summary>
internal static class SettleCommand
{
    public static Command Replay(Runner runner)
    {
        var to = new Option<string>("--for")
        {
            Description = "handler: the one that gave it up; all others of this library pass over it. topic: everybody who reads the topic.",
            HelpName = "handler|topic", DefaultValueFactory = _ => "handler",
        };
        to.AcceptOnlyFromAmong("handler", "topic");
        var command = new Command("replay", "Publishes letters' events once more, where they came from, and notes that: they are left no longer.") { to };
        return Create(
            runner, command, "replayed", "would be published once more",
            (letters, filter, parsed, ct) => letters.ReplayAsync(filter, parsed.GetValue(to) == "topic" ? DeadLetterReplay.Topic : DeadLetterReplay.Handler, ct))
            .With(
                "dead-letters replay orders billing --exception TimeoutException",
                "dead-letters replay orders billing --exception TimeoutException --execute",
                "dead-letters replay orders billing 0@12 3@7 --for topic --execute");
    }

    public static Command Discard(Runner runner) =>
        Create(
            runner, new Command("discard", "Gives letters up for good."), "discarded", "would be lost for good",
            (letters, filter, _, ct) => letters.DiscardAsync(filter, ct))
            .With("dead-letters discard orders billing 0@12", "dead-letters discard orders billing --key customer-7 --execute");

    private static Command Create(
        Runner runner, Command command, string done, string would, Func<DeadLetters, DeadLetterFilter, ParseResult, CancellationToken, Task<long>> settle)
    {
        var options = new LetterOptions();
        options.AddTo(command, positions: true);
        var execute = new Option<bool>("--execute") { Description = "Does it; without, it is only said which they are." };
        command.Add(execute);
        return runner.Run(command, async (parsed, session, ct) =>
        {
            await using var box = new LetterBox(session);
            var filter = options.Read(parsed);
            if (parsed.GetValue(execute))
            {
                var count = await settle(box.Letters, filter, parsed, ct);
                if (count == 0) throw ToolException.NotFound("there is no such letter, or it is replayed or discarded already");
                session.Out.One(new { Letters = count, Done = done }, o => o.Say($"{Counted(count)} {done}."));
                return ExitCode.Done;
            }
            var counts = await box.Letters.CountAsync(filter, ct);
            var left = counts.Sum(c => c.Count);
            session.Out.Rows(
                counts, "There are none.", new("handler", c => c.Handler), new("exception", c => c.Exception), new("letters", c => c.Count),
                new("oldest", c => c.Oldest), new("newest", c => c.Newest));
            if (left > 0) session.Out.Note($"{Counted(left)} {would}. Nothing was changed. To do it: --execute");
            return ExitCode.Done;
        });
    }

    private static string Counted(long count) => count == 1 ? "1 letter" : $"{count:N0} letters";
}
