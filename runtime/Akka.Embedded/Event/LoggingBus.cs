using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Subscribers by the type of event. Publishing takes no lock and remembers who gets a type.</summary>
public abstract class LoggingBus
{
    private readonly Lock _lock = new();
    private readonly List<(IActorRef Subscriber, Type Channel)> _subscriptions = [];
    private volatile ConcurrentDictionary<Type, IActorRef[]> _receivers = new();

    public LogLevel LogLevel { get; private set; }

    public void SetLogLevel(LogLevel logLevel) => LogLevel = logLevel;

    public void Publish(object @event)
    {
        var receivers = _receivers;
        if (!receivers.TryGetValue(@event.GetType(), out var all)) all = Receivers(receivers, @event.GetType());
        foreach (var receiver in all) receiver.Tell(@event);
    }

    public virtual bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        lock (_lock)
        {
            if (_subscriptions.Any(one => one.Channel.IsAssignableFrom(channel) && one.Subscriber.Equals(subscriber))) return false;
            _subscriptions.RemoveAll(one => channel.IsAssignableFrom(one.Channel) && one.Subscriber.Equals(subscriber));
            _subscriptions.Add((subscriber, channel));
            _receivers = new();
            return true;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Remove(one => channel.IsAssignableFrom(one.Channel) && one.Subscriber.Equals(subscriber));
    }

    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Remove(one => one.Subscriber.Equals(subscriber));
    }

    private bool Remove(Predicate<(IActorRef Subscriber, Type Channel)> match)
    {
        lock (_lock)
        {
            if (_subscriptions.RemoveAll(match) == 0) return false;
            _receivers = new();
            return true;
        }
    }

    private IActorRef[] Receivers(ConcurrentDictionary<Type, IActorRef[]> known, Type type)
    {
        lock (_lock)
        {
            var all = _subscriptions.Where(one => one.Channel.IsAssignableFrom(type)).Select(one => one.Subscriber).Distinct().ToArray();
            known[type] = all;
            return all;
        }
    }
}
