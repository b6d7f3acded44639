using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal;

/// <summary>
/// The CloudEvents headers of events that bring none of their own. What is the same for all events of a type is encoded once.
/// </summary>
internal sealed class CloudEventStamp(string? source, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Type Event, string ContentType), IHeader[]> _constant = new();

    public Headers Of<T>(string contentType)
    {
        var headers = new Headers();
        foreach (var header in _constant.GetOrAdd((typeof(T), contentType), Constant)) headers.Add(header);
        var now = time.GetUtcNow();
        Span<byte> text = stackalloc byte[40];
        Guid.CreateVersion7(now).TryFormat(text, out var length);
        headers.Add(CloudEvents.Id, text[..length].ToArray());
        now.UtcDateTime.TryFormat(text, out length, "O");
        headers.Add(CloudEvents.Time, text[..length].ToArray());
        return headers;
    }

    private IHeader[] Constant((Type Event, string ContentType) key)
    {
        var headers = new Headers();
        CloudEvents.Write(new EventMetadata { Source = source, Type = key.Event.FullName, DataContentType = key.ContentType }, headers);
        return [.. headers];
    }
}
