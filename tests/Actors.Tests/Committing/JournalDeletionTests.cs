using Akka.Events.Committing.Internal;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class JournalDeletionTests
{
    private readonly ManualTime _time = new();
    private readonly JournalDeletion _deletion;

    public JournalDeletionTests() => _deletion = new JournalDeletion(_time);

    [Fact]
    public void Rows_go_in_steps_that_grow_while_they_are_quick()
    {
        var steps = new List<long>();
        for (var step = _deletion.Begin(1_000_000); step is { } through; step = _deletion.Ended(deleted: true)) steps.Add(through);

        Assert.Equal([100, 300, 700], steps.Take(3));
        Assert.Equal(1_000_000, steps[^1]);
        Assert.InRange(steps.Count, 3, 16);
        Assert.Null(_deletion.Begin(1_000_000));
        Assert.Equal(1_000_001, _deletion.Begin(1_000_001));
    }

    [Fact]
    public void A_step_that_fails_is_tried_again_at_the_next_checkpoint_and_smaller_until_it_can_be_done()
    {
        // A database that deletes 30 rows within its time, and no more.
        var (through, failed) = (0L, 0);
        for (var checkpoint = 0; checkpoint < 200 && through < 1000; checkpoint++)
        {
            var step = _deletion.Begin(1000);
            while (step is { } to)
            {
                var can = to - through <= 30;
                _time.Advance(TimeSpan.FromSeconds(can ? 1 : 30));
                if (can) through = to;
                else failed++;
                step = _deletion.Ended(can);
            }
        }

        Assert.Equal(1000, through);
        Assert.Equal(1, failed);
    }

    [Fact]
    public void One_step_at_a_time_is_under_way_unless_its_answer_has_been_lost()
    {
        Assert.Equal(100, _deletion.Begin(1000));
        Assert.Null(_deletion.Begin(2000));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(100, _deletion.Begin(2000));
    }

    [Fact]
    public void Nothing_old_is_nothing_to_delete() => Assert.Null(_deletion.Begin(0));
}
