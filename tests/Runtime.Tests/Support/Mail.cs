using System.Threading.Channels;
using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Support;

/// <summary>An actor that keeps what it is told, for the test to read in order.</summary>
public sealed class Mail
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<(object Message, IActorRef Sender)> _letters = Channel.CreateUnbounded<(object, IActorRef)>();

    public Mail(ActorSystem system) => Ref = system.ActorOf(Props.Create(() => new Box(_letters.Writer)));

    public IActorRef Ref { get; }

    public async Task<(object Message, IActorRef Sender)> NextLetter()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await _letters.Reader.ReadAsync(deadline.Token);
    }

    public async Task<object> Next() => (await NextLetter()).Message;

    public async Task<T> Next<T>() => Assert.IsAssignableFrom<T>(await Next());

    public async Task Expect(params object[] messages)
    {
        foreach (var message in messages) Assert.Equal(message, await Next());
    }

    /// <summary>Nothing has come before the answer to a message sent now: what was sent earlier on the same way is in.</summary>
    public async Task ExpectNothingSoFar()
    {
        var fence = new object();
        Ref.Tell(fence, ActorRefs.NoSender);
        Assert.Same(fence, await Next());
    }

    public Task Watch(IActorRef subject) => Ref.Ask<string>(new WatchIt(subject), Patience);

    public async Task<Terminated> ExpectTerminated(IActorRef subject)
    {
        var terminated = await Next<Terminated>();
        Assert.Equal(subject, terminated.ActorRef);
        return terminated;
    }

    private sealed record WatchIt(IActorRef Subject);

    private sealed class Box(ChannelWriter<(object, IActorRef)> letters) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is WatchIt watch)
            {
                Context.Watch(watch.Subject);
                Sender.Tell("watching");
            }
            else
            {
                letters.TryWrite((message, Sender));
            }
        }
    }
}
