using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Checkpoints;

public sealed class FailedCheckpointTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private readonly CountingStates _states = new();
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task It_is_tried_again_though_no_event_comes_and_its_problem_ends()
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Checkpoint.MaxAge = TimeSpan.FromMinutes(10);
        _states.WriteGate = Task.FromException(new TimeoutException("the database is away"));
        await using var group = await EventsHarness.Start(
            _topics, [EventsHarness.Entity<Counter, Count>()], options, _states, time: _time);
        group.Client.Assign(Zero);
        _topics.Append("events", "key", "event");
        await group.Handled(Zero);
        _time.Pass(TimeSpan.FromMinutes(10));
        await EventsHarness.Eventually(() => group.Runtime.Problem?.Contains("the database is away", StringComparison.Ordinal) == true);

        _states.WriteGate = Task.CompletedTask;
        _time.Pass(TimeSpan.FromSeconds(5));
        await EventsHarness.Eventually(() => group.Runtime.Problem is null);
        Assert.Equal(1, _states.Written);
    }
}
