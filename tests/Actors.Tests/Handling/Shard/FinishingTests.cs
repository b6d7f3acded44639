using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shard;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>What lies between the end of a handler and the commit.</summary>
public sealed class FinishingTests : IAsyncLifetime
{
    private readonly CommitBatches _batches = new();
    private ActorSystem _system = null!;
    private Inbox _shard = null!;
    private Finishing _finishing = null!;

    public Task InitializeAsync()
    {
        _system = ActorSystem.Create("finishing");
        _shard = Inbox.Create(_system);
        _finishing = new Finishing(_batches, _shard.Receiver);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Nothing_is_committed_before_its_effects_are_complete_and_nothing_else_waits_for_it()
    {
        var letter = new TaskCompletionSource();
        var (slow, quick) = (Delivery(0), Delivery(1));
        slow.Effects.Completion = letter.Task;
        _finishing.Add(slow);
        _finishing.Add(quick);

        Assert.Equal([quick], _batches.Take()!);
        _batches.Ended();
        Assert.Null(_batches.Take());
        Assert.False(_finishing.IsEmpty);

        letter.SetResult();
        _finishing.Completed(Assert.IsType<Finishing.EffectsCompleted>(await _shard.ReceiveAsync(EventsHarness.Patience)));
        Assert.Equal([slow], _batches.Take()!);
        _batches.Ended();
        Assert.True(_finishing.IsEmpty);
    }

    [Fact]
    public async Task Effects_that_cant_be_completed_are_the_end_of_the_shard()
    {
        var delivery = Delivery(0);
        delivery.Effects.Completion = Task.FromException(new TimeoutException("no broker"));
        _finishing.Add(delivery);
        var completed = Assert.IsType<Finishing.EffectsCompleted>(await _shard.ReceiveAsync(EventsHarness.Patience));

        Assert.Throws<InvalidOperationException>(() => _finishing.Completed(completed));
        Assert.Null(_batches.Take());
    }

    private static EventDelivery Delivery(long offset) =>
        Of(Orders, new PartitionAssignment(new TopicPartition("orders", 0), ActorRefs.Nobody, TimeProvider.System), Handlers[0], offset, "key");
}
