using Akka.Events.Committing;
using Akka.Events.Handling.Internal.Shared;
using Xunit;

namespace Akka.Events.Tests.Handling.Shared;

public sealed class TailBudgetTests
{
    [Fact]
    public void The_tails_of_all_shards_count_together_and_the_longer_ones_are_stored_first()
    {
        var budget = new TailBudget(new CheckpointOptions { MaxTailEvents = 100, MaxTailBytes = 1_000_000 });
        for (var shard = 0; shard < 4; shard++) budget.ShardBegins();
        budget.Add(99, 99);
        Assert.False(budget.IsOver(99, 99));

        budget.Add(1, 1);
        Assert.True(budget.IsOver(99, 99));
        Assert.True(budget.IsOver(25, 25));
        Assert.False(budget.IsOver(1, 1));
    }

    [Fact]
    public void Bytes_count_as_well_as_events()
    {
        var budget = new TailBudget(new CheckpointOptions { MaxTailEvents = 100, MaxTailBytes = 1_000 });
        budget.ShardBegins();
        budget.ShardBegins();
        budget.Add(2, 2_000);
        Assert.True(budget.IsOver(1, 1_500));
        Assert.False(budget.IsOver(1, 500));
    }

    [Fact]
    public void Under_any_growth_some_shard_is_to_be_stored_while_the_limit_is_exceeded() => Randomly.Check(random =>
    {
        var budget = new TailBudget(new CheckpointOptions { MaxTailEvents = 50, MaxTailBytes = 1_000 });
        var shards = new (long Events, long Bytes)[1 + random.Next(8)];
        foreach (var _ in shards) budget.ShardBegins();
        for (var step = 0; step < 30; step++)
        {
            var i = random.Next(shards.Length);
            var (events, bytes) = (random.Next(20), random.Next(400));
            shards[i] = (shards[i].Events + events, shards[i].Bytes + bytes);
            budget.Add(events, bytes);
            var over = shards.Sum(s => s.Events) >= 50 || shards.Sum(s => s.Bytes) >= 1_000;
            var due = Array.FindIndex(shards, s => budget.IsOver(s.Events, s.Bytes));
            Assert.Equal(over, due >= 0);
            if (due < 0) continue;
            budget.Add(-shards[due].Events, -shards[due].Bytes);
            shards[due] = default;
        }
    });
}
