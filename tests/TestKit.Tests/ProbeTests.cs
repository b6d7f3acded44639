using Akka.Actor;
using Akka.Events;
using Akka.Events.Hosting;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Xunit;

namespace TestKit.Tests;

/// <summary>A handler's partner is an actor, which a test plays.</summary>
public sealed class ProbeTests
{
    private static readonly Topic<string> Texts = Topic.Text("texts", key: text => text[..1]);

    [Fact]
    public async Task A_probe_answers_what_a_handler_asks()
    {
        IActorRef warehouse = ActorRefs.Nobody;
        var answers = new List<string>();
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("shipping", group => group.Handle(Texts, "reserve", async text => answers.Add(await warehouse.Ask<string>($"reserve {text}")))));
        var probe = new Akka.TestKit.Xunit2.TestKit(kit.System).CreateTestProbe();
        warehouse = probe;
        await kit.PublishAsync(Texts, "a1");
        var run = kit.RunAsync();
        await probe.ExpectMsgAsync("reserve a1");
        probe.Reply("reserved");
        await run;
        Assert.Equal(["reserved"], answers);
    }
}
