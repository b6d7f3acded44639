using System.Collections;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit;
using Xunit.Sdk;

namespace Akka.Runtime.Tests.TestKit;

public sealed class ExpectationTests() : Akka.TestKit.Xunit2.TestKit(Bounds.Generous)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void The_test_actor_is_the_sender_of_what_the_test_tells()
    {
        var echo = Sys.ActorOf(SimpleEchoActorProps());
        echo.Tell("a");
        ExpectMsg("a");
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public async Task The_test_actor_stays_the_sender_behind_an_await()
    {
        var echo = Sys.ActorOf(SimpleEchoActorProps());
        await Task.Yield();
        await Task.Delay(1);
        echo.Tell("a");
        await ExpectMsgAsync("a");
    }

    [Fact]
    public void An_expectation_takes_the_next_message_whatever_it_is()
    {
        TestActor.Tell(1);
        TestActor.Tell("text");
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>());
        ExpectMsg<string>(m => Assert.Equal("text", m));
        Assert.Equal("text", LastMessage);
    }

    [Fact]
    public void An_expectation_fails_at_its_timeout()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Soon));
        Assert.Contains(Soon.ToString(), failure.Message);
    }

    [Fact]
    public void Predicates_comparers_and_senders_are_checked()
    {
        var probe = CreateTestProbe();
        TestActor.Tell(1, probe.Ref);
        TestActor.Tell(2, probe.Ref);
        TestActor.Tell(3, probe.Ref);
        TestActor.Tell(4, probe.Ref);
        ExpectMsg<int>((n, sender) => n == 1 && sender.Equals(probe.Ref));
        ExpectMsgFrom(probe.Ref, 2);
        ExpectMsg(13, (expected, actual) => expected % 10 == actual % 10);
        Assert.ThrowsAny<XunitException>(() => ExpectMsgFrom<int>(TestActor));
    }

    [Fact]
    public void Several_messages_come_in_any_order_or_as_one_of_many()
    {
        foreach (var n in (int[])[3, 1, 2, 5])
            TestActor.Tell(n);
        Assert.Equal([3, 1, 2], ExpectMsgAllOf(1, 2, 3));
        Assert.Equal(5, ExpectMsgAnyOf([4, 5]));
        TestActor.Tell(1);
        TestActor.Tell(2);
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAllOf(1, 3));
    }

    [Fact]
    public async Task Messages_are_received_in_numbers()
    {
        foreach (var n in (int[])[1, 2, 3])
            TestActor.Tell(n);
        Assert.Equal([1, 2], ReceiveN(2).Cast<int>());
        Assert.True(HasMessages);
        Assert.ThrowsAny<XunitException>(() => ReceiveN(2, Soon));
        Assert.Null(ReceiveOne(Soon));
        Assert.False(TryReceiveOne(out _, Soon));
        TestActor.Tell(4);
        await foreach (var message in ReceiveNAsync(1))
            Assert.Equal(4, message);
    }

    [Fact]
    public void A_peeked_message_stays()
    {
        TestActor.Tell("a");
        Assert.Equal("a", PeekOne());
        ExpectMsg("a");
    }

    [Fact]
    public void Receiving_goes_on_while_the_function_answers()
    {
        foreach (var n in (int[])[1, 2, 3, -1, 4])
            TestActor.Tell(n);
        Assert.Equal(["1", "2", "3"], ReceiveWhile(Soon, m => (int)m > 0 ? m.ToString() : null));
        ExpectMsg(-1);
        ExpectMsg(4);
    }

    [Fact]
    public void Fishing_drops_what_is_not_meant()
    {
        foreach (var n in (int[])[1, 2, 3])
            TestActor.Tell(n);
        var dropped = new ArrayList();
        Assert.Equal(3, FishForMessage<int>(n => n == 3, dropped));
        Assert.Equal([1, 2], dropped.Cast<int>());
        Assert.ThrowsAny<XunitException>(() => FishForMessage<int>(n => n == 3, Soon));
    }

    [Fact]
    public void No_message_is_expected_for_a_time()
    {
        ExpectNoMsg(20);
        TestActor.Tell("a");
        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Soon));
    }

    [Fact]
    public void Ignored_messages_never_reach_the_test()
    {
        IgnoreMessages<int>(n => n > 1);
        TestActor.Tell(1);
        TestActor.Tell(2);
        ExpectMsg(1);
        ExpectNoMsg(20);
        IgnoreNoMessages();
        TestActor.Tell(2);
        ExpectMsg(2);
    }

    [Fact]
    public void A_watched_actor_is_expected_to_terminate()
    {
        var actor = Sys.ActorOf(SimpleEchoActorProps());
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_unwatched_actor_terminates_in_silence()
    {
        var actor = Sys.ActorOf(SimpleEchoActorProps());
        Watch(actor);
        Unwatch(actor);
        var probe = CreateTestProbe();
        probe.Watch(actor);
        Sys.Stop(actor);
        probe.ExpectTerminated(actor);
        ExpectNoMsg(20);
    }

    [Fact]
    public void Children_of_the_test_actor_are_supervised_as_asked()
    {
        var child = ChildActorOf(Props.Create(() => new Fragile()), "child", new OneForOneStrategy(_ => Directive.Stop));
        Assert.Equal(TestActor.Path, child.Path.Parent);
        Watch(child);
        child.Tell(new InvalidOperationException("boom"));
        ExpectTerminated(child);
    }

    private static Props SimpleEchoActorProps() => Props.Create(() => new SimpleEchoActor());

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => Receive<Exception>(e => throw e);
    }
}
