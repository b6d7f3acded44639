using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private readonly DeathWatcher _watcher;

    public EventStream(bool debug)
    {
        _debug = debug;
        _watcher = new DeathWatcher(this);
    }

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        if (!base.Subscribe(subscriber, channel)) return false;
        if (_debug) Report($"subscribing {subscriber} to channel {channel}");
        // Who dies is unsubscribed.
        if (subscriber is ActorCell cell) cell.SendSystem(new Watch(_watcher));
        return true;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        if (!base.Unsubscribe(subscriber, channel)) return false;
        if (_debug) Report($"unsubscribing {subscriber} from channel {channel}");
        return true;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        if (!base.Unsubscribe(subscriber)) return false;
        if (_debug) Report($"unsubscribing {subscriber} from all channels");
        return true;
    }

    private void Report(string message) => Publish(new Debug(nameof(EventStream), typeof(EventStream), message));

    private sealed class DeathWatcher(EventStream stream) : InternalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "event-stream"));

        public override void Tell(object message, IActorRef sender) { }

        internal override void SendSystem(SystemMessage message)
        {
            if (message is DeathNotice notice) stream.Unsubscribe(notice.Actor);
        }
    }
}
