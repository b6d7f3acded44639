using Akka.Events.Topics;

namespace Akka.Events.Subscribing.Internal;

/// <summary>The tables of a process.</summary>
internal sealed class EventViews(ReadingContext context) : IEventViews, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, Type, object), EventView> _views = [];
    private bool _closed;

    public IReadOnlyList<EventView> All
    {
        get
        {
            lock (_lock) return [.. _views.Values];
        }
    }

    public IEventView<T> Of<T>(Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topic = context.TopicNames.Of(topic);
        var key = (topic.Name, typeof(T), (object)topic.Codec);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_views.TryGetValue(key, out var view)) _views[key] = view = EventView.Of(topic, context);
            return (EventView<T>)view;
        }
    }

    public async ValueTask DisposeAsync()
    {
        EventView[] views;
        lock (_lock)
        {
            _closed = true;
            views = [.. _views.Values];
            _views.Clear();
        }
        await Task.WhenAll(views.Select(v => v.Close())).ConfigureAwait(false);
    }
}
