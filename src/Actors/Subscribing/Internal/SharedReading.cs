using System.Collections.Immutable;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Subscribing.Internal;

/// <summary>One topic, read once for all its subscriptions: from the first on, and for a while after the last.</summary>
internal sealed class SharedReading : ITopicAudience
{
    private readonly ReadingContext _context;
    private readonly Action<SharedReading> _unused;
    private readonly ITimer _idle;
    private ImmutableDictionary<(Type, object), Audience> _audiences = ImmutableDictionary<(Type, object), Audience>.Empty;
    private int _subscriptions;

    /// <param name="topic">The topic, as it is called in Kafka.</param>
    /// <param name="unused">Told when it has been without subscriptions for a while.</param>
    /// <param name="context">What all readings share.</param>
    public SharedReading(ITopic topic, Action<SharedReading> unused, ReadingContext context)
    {
        (_context, _unused) = (context, unused);
        _idle = context.Time.CreateTimer(_ => _unused(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Reading = new TopicReading(topic.Name, fromBeginning: false, this, () => context.Ensure(topic), context);
    }

    public TopicReading Reading { get; }

    /// <summary>How many read here. Changed under its owner's lock alone.</summary>
    public int Subscriptions => _subscriptions;

    /// <summary>Under the owner's lock.</summary>
    public void Add<T>(Topic<T> topic, EventSubscription<T> subscription)
    {
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscriptions++;
        var key = (typeof(T), (object)topic.Codec);
        if (!_audiences.TryGetValue(key, out var audience))
            _audiences = _audiences.Add(key, audience = new Audience<T>(topic, _context.Log, _context.Time));
        ((Audience<T>)audience).Add(subscription);
    }

    /// <summary>Under the owner's lock.</summary>
    public void Remove<T>(Topic<T> topic, EventSubscription<T> subscription)
    {
        var key = (typeof(T), (object)topic.Codec);
        if (_audiences.TryGetValue(key, out var audience))
        {
            ((Audience<T>)audience).Remove(subscription);
            if (audience.IsEmpty) _audiences = _audiences.Remove(key);
        }
        if (--_subscriptions == 0) _idle.Change(_context.KeepOpen, Timeout.InfiniteTimeSpan);
    }

    public void OnRecord(int partition, in RawRecord record)
    {
        foreach (var audience in Volatile.Read(ref _audiences).Values)
        {
            while (!IsTaken(audience, partition, record))
            {
            }
        }
    }

    // Not while its codec isn't ready: it has been waited for then.
    private bool IsTaken(Audience audience, int partition, in RawRecord record)
    {
        try
        {
            audience.OnRecord(partition, record);
            return true;
        }
        catch (CodecNotReadyException e)
        {
            return !Reading.WaitFor(e);
        }
    }

    public void OnAnew()
    {
    }

    public void OnCurrent()
    {
    }

    /// <summary>Ends all subscriptions, and then the reading.</summary>
    public async Task Close()
    {
        await _idle.DisposeAsync().ConfigureAwait(false);
        foreach (var audience in _audiences.Values) audience.End();
        await Reading.Close().ConfigureAwait(false);
    }
}
