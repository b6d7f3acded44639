using Akka.TestKit;
using Akka.TestKit.Extensions;
using Xunit;
using Xunit.Sdk;

namespace Akka.Runtime.Tests.TestKit;

public sealed class TimingTests() : Akka.TestKit.Xunit2.TestKit("akka.test.timefactor = 2")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public void Times_are_dilated() => Assert.Equal(Short * 2, Dilated(Short));

    [Fact]
    public void A_block_bounds_the_expectations_inside_it()
    {
        Within(Long, () =>
        {
            Assert.InRange(Remaining, Long, Long * 2);
            Within(Long / 2, () => Assert.InRange(Remaining, TimeSpan.Zero, Long));
            Assert.InRange(RemainingOrDefault, Long, Long * 2);
        });
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Assert.Equal(TimeSpan.FromSeconds(6), RemainingOrDefault);
    }

    [Fact]
    public void An_inner_block_does_not_outlive_the_outer_one() =>
        Within(Long, () => Within(Long * 10, () => Assert.InRange(Remaining, TimeSpan.Zero, Long * 2)));

    [Fact]
    public void A_block_that_takes_too_long_or_too_little_fails()
    {
        Assert.ThrowsAny<XunitException>(() => Within(Short, () => AwaitConditionNoThrow(() => false, Short * 3)));
        Assert.ThrowsAny<XunitException>(() => Within(Long, Long * 2, () => { }));
    }

    [Fact]
    public void Silence_to_the_end_of_a_block_is_not_too_long() => Within(Short, () => ExpectNoMsg());

    [Fact]
    public async Task A_block_may_be_asynchronous_and_return_something()
    {
        Assert.Equal(5, await WithinAsync(Long, () => Task.FromResult(5)));
        Assert.Equal(6, Within(Long, () => 6));
    }

    [Fact]
    public void Conditions_and_assertions_are_tried_again()
    {
        var tries = 0;
        AwaitCondition(() => ++tries == 3, Long, TimeSpan.FromMilliseconds(1));
        AwaitAssert(() => Assert.Equal(6, ++tries), Long, TimeSpan.FromMilliseconds(1));
        Assert.False(AwaitConditionNoThrow(() => false, Short));
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Short));
        Assert.Throws<EqualException>(() => AwaitAssert(() => Assert.Equal(0, tries), Short));
    }

    [Fact]
    public async Task Asynchronous_conditions_too()
    {
        var tries = 0;
        await AwaitConditionAsync(() => Task.FromResult(++tries == 3), Long, TimeSpan.FromMilliseconds(1));
        await AwaitAssertAsync(() => Assert.Equal(5, ++tries), Long, TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<XunitException>(() => AwaitConditionAsync(() => Task.FromResult(false), Short));
    }

    [Fact]
    public async Task Tasks_have_deadlines()
    {
        Assert.True(await Task.CompletedTask.AwaitWithTimeout(Long));
        Assert.False(await new TaskCompletionSource().Task.AwaitWithTimeout(Short));
        Assert.Equal(5, await Task.FromResult(5).ShouldCompleteWithin(Long));
        await Assert.ThrowsAnyAsync<Exception>(() => new TaskCompletionSource().Task.ShouldCompleteWithin(Short));
    }

    [Fact]
    public async Task A_latch_opens_when_it_is_counted_down_and_a_barrier_when_all_have_come()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        Assert.Throws<TimeoutException>(() => latch.Ready(Short));
        latch.CountDown();
        latch.Ready(Long);
        Assert.True(latch.IsOpen);

        var barrier = CreateTestBarrier(2);
        var other = Task.Run(() => barrier.Await(Long));
        barrier.Await(Long);
        await other;
    }
}
