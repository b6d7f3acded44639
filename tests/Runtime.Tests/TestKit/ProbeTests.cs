using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Runtime.Tests.TestKit;

public sealed class ProbeTests() : Akka.TestKit.Xunit2.TestKit(Bounds.Generous)
{
    [Fact]
    public void A_probe_sends_replies_and_forwards()
    {
        var probe = CreateTestProbe("first");
        var other = CreateTestProbe();
        probe.Send(TestActor, "to the test");
        ExpectMsgFrom(probe.Ref, "to the test");

        TestActor.Tell("x");
        ExpectMsg("x");
        probe.Ref.Tell("question", TestActor);
        probe.ExpectMsg("question");
        Assert.Equal(TestActor, probe.Sender);
        probe.Reply("answer");
        ExpectMsgFrom(probe.Ref, "answer");
        probe.Forward(other.Ref);
        other.ExpectMsgFrom(TestActor, "question");
    }

    [Fact]
    public void A_probe_stands_for_its_ref()
    {
        var probe = CreateTestProbe();
        IActorRef asRef = probe;
        Assert.Equal(probe.Ref.Path, asRef.Path);
        Assert.True(asRef.Equals(probe.Ref));
        Assert.True(probe.Ref.Equals(asRef));
        asRef.Tell("a", ActorRefs.NoSender);
        probe.ExpectMsg("a");
    }

    [Fact]
    public void A_probe_can_be_watched_and_stopped()
    {
        var probe = CreateTestProbe();
        Watch(probe);
        Sys.Stop(probe.Ref);
        Assert.Equal(probe.Ref, ExpectTerminated(probe.Ref).ActorRef);
    }

    [Fact]
    public void Making_a_probe_leaves_the_test_actor_the_sender()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("a");
        probe.ExpectMsgFrom(TestActor, "a");
    }

    [Fact]
    public void What_a_probe_gets_is_there_when_tell_returns()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("a");
        Assert.True(probe.HasMessages);
    }

    [Fact]
    public void A_dead_letter_that_its_dead_subscriber_does_not_get_is_forgotten()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(AllDeadLetters));
        Watch(probe);
        Sys.Stop(probe.Ref);
        ExpectTerminated(probe.Ref);
        Sys.DeadLetters.Tell("lost");
        probe.Ref.Tell("lost too");
    }

    [Fact]
    public void A_probe_has_children()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf<BlackHoleActor>("hole");
        Assert.Equal(probe.Ref.Path / "hole", child.Path);
    }

    [Fact]
    public void Actors_for_tests_do_what_they_say()
    {
        var forward = Sys.ActorOf(Props.Create(() => new ForwardActor(TestActor)));
        forward.Tell("a");
        ExpectMsgFrom(TestActor, "a");
        Sys.ActorOf(Props.Create(() => new BlackHoleActor())).Tell("b");
        ExpectNoMsg(20);
    }
}
