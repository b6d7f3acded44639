using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>Hosts nothing: hands all it gets to the region of its type, and keeps it until there is one.</summary>
internal sealed class RegionProxy(int bufferSize) : UntypedActor
{
    private readonly Queue<Envelope> _buffer = new();
    private IActorRef _region;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegionStarted started:
                _region = Context.Watch(started.Region);
                while (_buffer.TryDequeue(out var waiting)) _region.Tell(waiting.Message, waiting.Sender);
                break;
            case Terminated terminated:
                if (terminated.ActorRef.Equals(_region)) _region = null;
                break;
            case GracefulShutdown:
                Context.Stop(Self);
                break;
            default:
                if (_region is not null) _region.Forward(message);
                else if (_buffer.Count < bufferSize) _buffer.Enqueue(new Envelope(message, Sender));
                else Context.System.EventStream.Publish(new Dropped(message, "The shard region proxy's buffer is full", Sender, Self));
                break;
        }
    }

    protected override void PostStop()
    {
        while (_buffer.TryDequeue(out var waiting))
            Context.System.EventStream.Publish(new DeadLetter(waiting.Message, waiting.Sender, Self));
    }
}
