using Akka.Actor;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Handling.Lanes;

public sealed class LeaseTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(50);
    private readonly ManualTime _time = new();

    [Fact]
    public void Messages_carry_more_where_all_goes_quickly_and_one_lane_where_nothing_ends_at_once()
    {
        var size = new LeaseSize();
        for (var i = 0; i < 10; i++) size.Ended(size.Current, size.Current, false, Quick);
        Assert.Equal(LeaseSize.Most, size.Current);

        for (var i = 0; i < 10; i++) size.Ended(size.Current, 1, true, TimeSpan.Zero);
        Assert.Equal(1, size.Current);
        for (var i = 0; i < 10; i++) size.Ended(1, 1, true, TimeSpan.Zero);
        Assert.Equal(1, size.Current);
    }

    [Fact]
    public void A_message_that_is_not_full_or_takes_its_time_changes_nothing()
    {
        var size = new LeaseSize();
        var before = size.Current;
        size.Ended(before - 1, before - 1, false, Quick);
        size.Ended(before, before, false, TimeSpan.FromMilliseconds(0.9));
        Assert.Equal(before, size.Current);
    }

    [Fact]
    public void What_is_ready_is_spread_over_the_processors()
    {
        var size = new LeaseSize();
        Assert.Equal([1, 1, 2, 16], new[] { 1, 4, 5, 1000 }.Select(ready => size.Of(ready, 4)));
    }

    [Fact]
    public void Each_lane_is_begun_or_comes_back_and_never_both() => Randomly.Check(random =>
    {
        var lease = Leased(random.Next(1, 100), out var lanes);
        var begun = new List<EntityLane>();
        var actor = Task.Run(() =>
        {
            while (lease.Begin() is { } lane) begun.Add(lane);
        });
        Thread.SpinWait(random.Next(2000));
        var back = lease.CallBack().ToArray();
        actor.Wait();

        Assert.Equal(lanes, [.. begun, .. back]);
        Assert.Equal(begun, lease.Begun.ToArray());
        Assert.Empty(lease.CallBack().ToArray());
    });

    [Fact]
    public void After_a_millisecond_the_rest_comes_back()
    {
        var lease = Leased(3, out var lanes);
        Assert.Same(lanes[0], lease.Begin());
        _time.Advance(TimeSpan.FromMilliseconds(0.5));
        Assert.Same(lanes[1], lease.Begin());
        _time.Advance(TimeSpan.FromMilliseconds(0.6));
        Assert.Null(lease.Begin());
        Assert.Equal([lanes[2]], lease.CallBack().ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(1.1), lease.Took);
    }

    [Fact]
    public void It_has_stalled_when_the_same_lane_is_begun_at_two_looks_and_others_wait()
    {
        var lease = Leased(3, out _);
        Assert.False(lease.HasStalled());
        Assert.False(lease.HasStalled());
        lease.Begin();
        Assert.False(lease.HasStalled());
        lease.Begin();
        Assert.False(lease.HasStalled());
        Assert.True(lease.HasStalled());
        lease.Begin();
        Assert.False(lease.HasStalled());
        Assert.False(lease.HasStalled());
    }

    [Fact]
    public void It_is_used_again()
    {
        var lease = Leased(3, out _);
        lease.Begin();
        lease.CallBack();
        lease.Clear();
        Assert.False(lease.IsOut);

        var lane = new EntityLane(null!, []);
        lease.Add(lane);
        Assert.Same(lane, lease.Begin());
        Assert.Null(lease.Begin());
        Assert.Empty(lease.CallBack().ToArray());
    }

    private Lease Leased(int count, out EntityLane[] lanes)
    {
        var lease = new HandlerActor(null!, ActorRefs.Nobody, _time).Lease;
        lanes = [.. Enumerable.Range(0, count).Select(_ => new EntityLane(null!, []))];
        foreach (var lane in lanes) lease.Add(lane);
        lease.Leave();
        return lease;
    }
}
