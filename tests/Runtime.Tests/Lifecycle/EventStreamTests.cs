using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class EventStreamTests : RuntimeTest
{
    [Fact]
    public async Task Subscribers_get_what_is_of_their_type_once()
    {
        var mail = NewMail();

        Assert.True(System.EventStream.Subscribe(mail.Ref, typeof(ArgumentException)));
        Assert.False(System.EventStream.Subscribe(mail.Ref, typeof(ArgumentNullException)));
        System.EventStream.Publish(new ArgumentNullException("a"));
        System.EventStream.Publish(new Boom());
        Assert.True(System.EventStream.Unsubscribe(mail.Ref, typeof(ArgumentException)));
        System.EventStream.Publish(new ArgumentException("b"));

        Assert.IsType<ArgumentNullException>(await mail.Next());
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task The_publishing_actor_is_the_sender()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<string>(mail.Ref);
        var publisher = Start(act => act.On<int>(_ => act.Cell.System.EventStream.Publish("from an actor")));
        publisher.Tell(1);

        Assert.Equal(("from an actor", publisher), await mail.NextLetter());
    }

    [Fact]
    public async Task Who_dies_is_unsubscribed()
    {
        var mail = NewMail();
        var subscriber = Start(act => act.On<Boom>(_ => { }));
        System.EventStream.Subscribe<Boom>(subscriber);
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        await subscriber.GracefulStop(Patience);
        System.EventStream.Publish(new Boom());

        await mail.ExpectNothingSoFar();
    }
}
