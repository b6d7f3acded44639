using Akka.Events.Handling.Internal.Shared;
using Xunit;

namespace Akka.Events.Tests.Handling.Shared;

public sealed class TurnTests
{
    private readonly SemaphoreSlim _places = new(1);

    [Fact]
    public async Task Turns_come_in_the_order_in_which_they_were_asked_for()
    {
        var (first, second, third) = (New(), New(), New());
        foreach (var turn in new[] { first, second, third }) _ = turn.Ask();
        Assert.True(first.IsMine);
        Assert.False(second.IsMine);

        first.End();
        await second.Ask();
        Assert.False(third.IsMine);
        second.End();
        await third.Ask();
    }

    [Fact]
    public async Task A_turn_that_is_given_up_while_it_is_waited_for_goes_to_the_next()
    {
        var (first, second, third) = (New(), New(), New());
        foreach (var turn in new[] { first, second, third }) _ = turn.Ask();
        second.End();
        first.End();
        await third.Ask();
        Assert.False(second.IsWanted);
    }

    [Fact]
    public async Task A_shard_that_ends_leaves_its_place_whether_it_had_its_turn_or_not()
    {
        using var stop = new CancellationTokenSource();
        var (first, second, third) = (New(), new Turn(_places, stop.Token), New());
        foreach (var turn in new[] { first, second, third }) _ = turn.Ask();
        await stop.CancelAsync();
        second.End();
        first.End();
        await third.Ask();
        third.End();
        await New().Ask();
    }

    private Turn New() => new(_places, CancellationToken.None);
}
