using System.Threading.Channels;
using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>An actor that collects what it is told, for a test to wait for.</summary>
public sealed class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<(object Message, IActorRef Sender)> _received = Channel.CreateUnbounded<(object, IActorRef)>();

    public Probe(ActorSystem system)
    {
        var writer = _received.Writer;
        Ref = system.ActorOf(Props.Create(() => new Collector(writer)));
    }

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; }

    public async Task<object> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        (var message, LastSender) = await _received.Reader.ReadAsync(patience.Token);
        return message;
    }

    public async Task<T> NextAsync<T>() => Assert.IsType<T>(await NextAsync());

    /// <summary>Exactly these come next, in this order.</summary>
    public async Task ExpectAsync(params object[] expected)
    {
        var received = new List<object>();
        try
        {
            foreach (var _ in expected) received.Add(await NextAsync());
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Expected {string.Join(", ", expected)}; got no more than {string.Join(", ", received)}");
        }

        Assert.Equal(expected, received);
    }

    public async Task ExpectTerminatedAsync(IActorRef actor) => Assert.Equal(actor, (await NextAsync<Terminated>()).ActorRef);

    public void Watch(IActorRef actor) => Ref.Tell(new WatchIt(actor));

    private sealed record WatchIt(IActorRef Actor);

    private sealed class Collector : ReceiveActor
    {
        public Collector(ChannelWriter<(object, IActorRef)> writer)
        {
            Receive<WatchIt>(watch => Context.Watch(watch.Actor));
            ReceiveAny(message => writer.TryWrite((message, Sender)));
        }
    }
}
