using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Operating.Internal;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class ProblemPaceTests
{
    private static readonly DateTimeOffset Begun = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Problem Journal = new("journal", ProblemCause.JournalUnavailable, "it can't be written", Begun);

    private readonly ProblemPace _pace = new();

    [Fact]
    public void What_a_store_keeps_from_many_shards_is_said_in_one_line()
    {
        Problem[] problems =
        [
            .. Enumerable.Range(0, 24).Select(shard => new Problem(shard, ProblemCause.JournalUnavailable, $"shard {shard} waits", Begun.AddSeconds(shard))),
            new("record", ProblemCause.HandlerFails, "a record waits", Begun),
        ];
        var lines = ProblemPace.Fold(new ProblemPace().Look(Begun.AddMinutes(1), problems));
        Assert.Equal(["a record waits", "shard 0 waits (and 23 more shards)"], lines.Select(line => line.Problem.Text));
    }

    [Fact]
    public void A_problem_that_lasts_is_said_once_and_again_after_waits_that_double_up_to_an_hour()
    {
        var said = new List<int>();
        for (var second = 0; second <= 4 * 3600; second++)
            if (_pace.Look(Begun.AddSeconds(second), [Journal]) is [{ IsGone: false }])
                said.Add(second);
        Assert.Equal([5, 65, 185, 425, 905, 1865, 3785, 7385, 10985], said);
    }

    [Fact]
    public void What_passes_by_itself_is_not_said()
    {
        Assert.Empty(_pace.Look(Begun.AddSeconds(4), [Journal]));
        Assert.Empty(_pace.Look(Begun.AddSeconds(8), []));
    }

    [Fact]
    public void Its_end_is_said_once()
    {
        Assert.Single(_pace.Look(Begun.AddSeconds(5), [Journal]));
        var line = Assert.Single(_pace.Look(Begun.AddSeconds(20), []));
        Assert.Equal((true, TimeSpan.FromSeconds(20)), (line.IsGone, line.Lasted));
        Assert.Empty(_pace.Look(Begun.AddSeconds(24), []));
    }

    [Fact]
    public void A_text_that_changes_is_the_same_problem()
    {
        Assert.Single(_pace.Look(Begun.AddSeconds(5), [Journal]));
        Assert.Empty(_pace.Look(Begun.AddSeconds(9), [Journal with { Text = "attempt 7" }]));
    }
}
