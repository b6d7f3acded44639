using Akka.Events.Committing;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Handling.Checkpoints;

public sealed class CheckpointerTests
{
    private static readonly CheckpointOptions Options = new() { MaxTailEvents = 10, MaxAge = TimeSpan.FromMinutes(10) };

    private readonly ManualTime _time = new();
    private readonly Checkpointer _checkpointer;

    public CheckpointerTests()
    {
        var budget = new TailBudget(Options);
        budget.ShardBegins();
        _checkpointer = new Checkpointer(Options, budget, _time);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_failed_one_is_tried_again_after_seconds_whatever_its_size_and_age(int events)
    {
        _checkpointer.Grew(events, 1);
        Fail();
        Assert.False(_checkpointer.IsDue(null));

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_checkpointer.IsDue(null));
    }

    [Fact]
    public void What_comes_after_one_that_was_written_waits_until_it_is_many_or_old()
    {
        _checkpointer.Grew(1, 1);
        Fail();
        _checkpointer.Begin([], []);
        _checkpointer.End(written: true);
        _checkpointer.Grew(1, 1);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(_checkpointer.IsDue(null));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_checkpointer.IsDue(null));
    }

    // Entities that only publish, and plain handlers beside entities: their rows are deleted behind a checkpoint too.
    [Fact]
    public void Rows_without_state_events_lead_to_one_by_their_age_and_nothing_does_where_there_is_no_journal()
    {
        _checkpointer.Grew(0, 0);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(_checkpointer.IsDue(null));

        _checkpointer.Grew(0, 1);
        Assert.False(_checkpointer.IsDue(0));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(_checkpointer.IsDue(null));
    }

    [Fact]
    public void Rows_without_state_events_lead_to_one_by_their_size()
    {
        _checkpointer.Grew(0, Options.MaxTailBytes - 1);
        Assert.False(_checkpointer.IsDue(null));
        _checkpointer.Grew(0, 1);
        Assert.True(_checkpointer.IsDue(null));
    }

    private void Fail()
    {
        _checkpointer.Begin([], []);
        _checkpointer.End(written: false);
    }
}
