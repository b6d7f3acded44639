using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class DeadLetterTests() : RuntimeTest("akka { loglevel = INFO, log-dead-letters = 3 }")
{
    private Task<IActorRef> Listener => System.ActorSelection("/system/deadLetterListener").ResolveOne(Patience);

    [Fact]
    public async Task A_message_to_a_stopped_actor_is_published_with_sender_and_recipient()
    {
        var mail = NewMail();
        var dead = Start(_ => { });
        await dead.GracefulStop(Patience);
        System.EventStream.Subscribe(mail.Ref, typeof(DeadLetter));
        dead.Tell("lost", mail.Ref);
        dead.Tell("anonymous", ActorRefs.NoSender);

        var lost = await mail.Next<DeadLetter>();
        var anonymous = await mail.Next<DeadLetter>();

        Assert.Equal(("lost", mail.Ref, dead), (lost.Message, lost.Sender, lost.Recipient));
        Assert.Equal(System.DeadLetters, anonymous.Sender);
    }

    [Fact]
    public async Task A_dead_letter_for_a_subscriber_that_is_dead_itself_ends_there()
    {
        var mail = NewMail();
        var subscriber = Start(act => act.On<string>(_ =>
        {
            act.Me.Tell(PoisonPill.Instance);
            act.Me.Tell("lost"); // left in the mailbox when it closes
        }));
        System.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        System.EventStream.Subscribe(mail.Ref, typeof(DeadLetter));
        subscriber.Tell("stop");

        Assert.Equal("lost", (await mail.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task An_unhandled_message_is_published_with_sender_and_recipient()
    {
        var mail = NewMail();
        var actor = Start(act => act.On<int>(_ => { }));
        System.EventStream.Subscribe<UnhandledMessage>(mail.Ref);
        actor.Tell("what", mail.Ref);

        var unhandled = await mail.Next<UnhandledMessage>();

        Assert.Equal(("what", mail.Ref, actor), (unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    [Fact]
    public async Task Suppressed_kinds_are_published_as_such_and_not_logged()
    {
        var mail = NewMail();
        var dead = Start(_ => { });
        await dead.GracefulStop(Patience);
        await Listener;
        System.EventStream.Subscribe<Info>(mail.Ref);
        System.EventStream.Subscribe<SuppressedDeadLetter>(mail.Ref);
        dead.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        dead.Tell("logged", ActorRefs.NoSender);

        Assert.IsType<PoisonPill>((await mail.Next<SuppressedDeadLetter>()).Message);
        Assert.Contains("Message [String]", (await mail.Next<Info>()).Message.ToString());
    }

    [Fact]
    public async Task The_log_stops_after_as_many_as_configured()
    {
        var mail = NewMail();
        var dead = Start(_ => { });
        await dead.GracefulStop(Patience);
        await Listener;
        System.EventStream.Subscribe<Info>(mail.Ref);
        for (var i = 0; i < 10; i++) dead.Tell(i, ActorRefs.NoSender);
        // Behind them all, in the listener's mailbox as well as in this one's.
        var listener = await Listener;
        await listener.Ask<ActorIdentity>(new Identify(1), Patience);

        for (var i = 0; i < 3; i++) Assert.Contains("Message [Int32]", (await mail.Next<Info>()).Message.ToString());
        await mail.ExpectNothingSoFar();
    }
}
