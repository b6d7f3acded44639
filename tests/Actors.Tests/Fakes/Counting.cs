using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Tests.Fakes;

/// <summary>The entity that most tests use: counts a key's events, remembers their order, and fails when told to.</summary>
public sealed class Counter : EntityActor<Count>
{
    public static readonly Topic<string> Events = Topic.Text("events");

    public Counter()
    {
        On(Events, text =>
        {
            Persist(new Counted(text));
            if (text.StartsWith("fail", StringComparison.Ordinal) && Event.Attempt <= int.Parse(
                text[4..], System.Globalization.CultureInfo.InvariantCulture))
                throw new InvalidOperationException("told to fail");
        });
        Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        Query<GetCount, Count>(_ => State);
    }
}

public sealed record Counted(string Text);

public sealed record GetCount;

public sealed record Count
{
    public int Events { get; init; }

    public string[] Seen { get; init; } = [];
}
