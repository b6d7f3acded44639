using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Hosting;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Whatever shape a handler has, its event is finished when what it returns has ended: no task is lost.</summary>
public sealed class HandlerOverloadTests
{
    private readonly TaskCompletionSource _gate = new();
    private readonly List<string> _handled = [];

    public static TheoryData<string> Shapes =>
        ["async", "async with context", "task", "task with context", "value task", "value task with context", "method group"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task An_asynchronous_handler_is_awaited(string shape)
    {
        var handling = Invoke(Register(shape));
        Assert.False(handling.IsCompleted);
        _gate.SetResult();
        await handling;
        Assert.Equal(["order 1"], _handled);
    }

    [Fact]
    public void A_synchronous_handler_is_done_when_it_returns()
    {
        Assert.True(Invoke(g => g.Handle(Orders, "h", e => _handled.Add(e))).IsCompletedSuccessfully);
        Assert.True(Invoke(g => g.Handle(Orders, "h", (e, context) => { _handled.Add($"{e}@{context.Offset}"); })).IsCompletedSuccessfully);
        Assert.Equal(["order 1", "order 1@7"], _handled);
    }

    private Action<GroupBuilder> Register(string shape) => shape switch
    {
        "async" => g => g.Handle(Orders, "h", async e => await Handle(e)),
        "async with context" => g => g.Handle(Orders, "h", async (e, _) => await Handle(e)),
        "task" => g => g.Handle(Orders, "h", e => Handle(e)),
        "task with context" => g => g.Handle(Orders, "h", (e, _) => Handle(e)),
        "value task" => g => g.Handle(Orders, "h", e => HandleValue(e)),
        "value task with context" => g => g.Handle(Orders, "h", (e, _) => HandleValue(e)),
        "method group" => g => g.Handle(Orders, "h", Handle),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static Task Invoke(Action<GroupBuilder> register)
    {
        var handler = (PlainHandler)Plan(events: e => e.Group("billing", register)).Groups[0].Handlers[0].Definition;
        var source = new PartitionAssignment(new TopicPartition(Orders.Name, 0), Akka.Actor.ActorRefs.Nobody, TimeProvider.System);
        var delivery = new EventDelivery<string>(new SubscribedTopic<string>(Orders, 0), source) { Event = "order 1" };
        delivery.Effects.Offset = 7;
        return handler.Invoke(delivery).AsTask();
    }

    private async Task Handle(string order)
    {
        await _gate.Task;
        _handled.Add(order);
    }

    private async ValueTask HandleValue(string order) => await Handle(order);
}
