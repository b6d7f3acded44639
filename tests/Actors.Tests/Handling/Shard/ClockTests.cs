using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>The time of day jumps while a shard works.</summary>
public sealed class ClockTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly CountingStates _states = new();
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task Events_count_once_whichever_way_the_clock_jumps_between_commits_checkpoints_and_moves()
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Checkpoint.MaxTailEvents = 3;
        await using var group = await Started(options);
        var expected = new List<string>();
        foreach (var hours in new[] { 5, -5, 13, -40, 24 * 365 * 30, -24 * 365 * 30 })
        {
            for (var i = 0; i < 4; i++) await Handle(group, $"{hours} {i}", expected);
            _time.Jump(TimeSpan.FromHours(hours));
            await Handle(group, $"{hours} after", expected);
            await group.Client.Revoke(Zero);
            await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Resident == 0);
            group.Client.Assign(Zero);
        }
        Assert.Equal(expected, (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
        Assert.True(group.Runtime.Context.Metrics.Checkpoints > 0);
        Assert.Null(group.Runtime.Problem);
    }

    [Fact]
    public async Task A_machine_that_wakes_up_after_half_the_fencing_horizon_recovers_before_it_writes()
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Checkpoint.MaxTailEvents = 1;
        await using var group = await Started(options);
        var expected = new List<string>();
        await Handle(group, "before", expected);
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0 && _states.Written > 0);
        _time.Jump(options.FencingHorizon * -1);
        await Handle(group, "set back", expected);
        Assert.Equal(0, _states.Sweeps);
        _time.Jump(options.FencingHorizon * 0.6);
        await Handle(group, "woken up", expected);
        Assert.Equal(1, _states.Sweeps);
        Assert.Equal(expected, (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Attempts_at_an_event_that_fails_go_by_the_time_that_passes(int hours)
    {
        await using var group = await Started(EventsHarness.OptionsWithQuickHousekeeping(), entity =>
        {
            entity.Handler.OnFailure = FailureMode.Discard;
            entity.Handler.MinBackoff = entity.Handler.MaxBackoff = TimeSpan.FromMilliseconds(50);
            entity.Handler.Timeout = TimeSpan.FromMinutes(1);
        });
        _topics.Append("events", "key", "fail3");
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Failed > 0);
        _time.Jump(TimeSpan.FromHours(hours));
        await group.Handled(Zero);
        Assert.Equal(0, group.Runtime.Context.Metrics.Discarded);
        Assert.Equal(["fail3"], (await group.Ask<Counter, Count>("key", new GetCount())).Seen);
    }

    private async Task<EventsHarness> Started(GroupOptions options, Action<EntityOptions>? entity = null)
    {
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>(entity)], options, _states, time: _time);
        group.Client.Assign(Zero);
        return group;
    }

    private async Task Handle(EventsHarness group, string text, List<string> expected)
    {
        expected.Add(text);
        _topics.Append("events", "key", text);
        await group.Handled(Zero);
    }
}
