using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Shared;
using Xunit;

namespace Akka.Events.Tests.Handling.Shared;

public sealed class EntityBudgetTests
{
    [Fact]
    public void Fewer_entities_stay_awake_where_memory_is_nearly_full()
    {
        var budget = new EntityBudget(new MemoryOptions { MaxActive = 100, MaxResident = 1000 });
        budget.Add(100, 749, 0);
        Assert.False(budget.ActiveOver);

        budget.Add(0, 1, 0);
        Assert.True(budget.ActiveOver);
        budget.Add(-75, 0, 0);
        Assert.False(budget.ActiveOver);

        budget.Add(75, -1, 0);
        Assert.False(budget.ActiveOver);
    }

    [Theory]
    [InlineData(int.MaxValue, 1000)]
    [InlineData(1000, long.MaxValue)]
    [InlineData(int.MaxValue, long.MaxValue)]
    public void A_limit_that_is_none_is_never_exceeded(int maxResident, long maxBytes)
    {
        var budget = new EntityBudget(new MemoryOptions { MaxResident = maxResident, MaxBytes = maxBytes });
        budget.Add(0, 500, 500);
        Assert.False(budget.FarOver || budget.ResidentOver);
        Assert.True(budget.HasRoom);
    }
}
