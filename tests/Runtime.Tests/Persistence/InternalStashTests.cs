using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>What becomes of commands that find the internal stash full.</summary>
public sealed class InternalStashTests() : PersistenceTest(Storage.InMemory)
{
    protected override string Hocon =>
        """
        akka.actor.default-mailbox.stash-capacity = 2
        akka.persistence.internal-stash-overflow-strategy = "Akka.Persistence.DiscardConfigurator, Akka.Persistence"
        """;

    [Fact]
    public async Task The_configured_strategy_sends_them_to_dead_letters()
    {
        var actor = await StartNewAsync();
        System.EventStream.Subscribe(Probe.Ref, typeof(DeadLetter));
        actor.Do(PersistAndTellThree);
        Assert.Equal("3", (await Probe.NextAsync<DeadLetter>()).Message);
        await Probe.ExpectAsync("a handled at 1", "1", "2");
    }

    [Fact]
    public async Task An_actor_may_reply_instead()
    {
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new Replying(probe)));
        await Probe.ExpectAsync("recovered at 0");
        actor.Do(PersistAndTellThree, Probe.Ref);
        await Probe.ExpectAsync("full", "a handled at 1", "1", "2");
    }

    [Fact]
    public async Task An_actor_may_fail_instead()
    {
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new Failing(probe)));
        await Probe.ExpectAsync("recovered at 0");
        actor.Do(PersistAndTellThree);
        await Probe.ExpectAsync("failed with StashOverflowException", "stopped");
    }

    private static void PersistAndTellThree(Scripted actor)
    {
        actor.Persist("a", actor.Handled);
        foreach (var command in (string[])["1", "2", "3"]) actor.Self.Tell(command, actor.Sender);
    }

    private sealed class Replying(IActorRef probe) : Scripted("one", probe)
    {
        public override IStashOverflowStrategy InternalStashOverflowStrategy { get; } = new ReplyToStrategy("full");
    }

    private sealed class Failing(IActorRef probe) : Scripted("one", probe)
    {
        public override IStashOverflowStrategy InternalStashOverflowStrategy => ThrowOverflowExceptionStrategy.Instance;

        protected override void PreRestart(Exception reason, object message)
        {
            Tell($"failed with {reason.GetType().Name}");
            base.PreRestart(reason, message);
        }
    }
}
