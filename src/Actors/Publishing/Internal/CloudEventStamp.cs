using System.Collections.Concurrent;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal;

/// <summary>
/// The CloudEvents headers of published events: what they bring, and for the rest what is known of every event. What is the same for all
/// events of a type is encoded once.
/// </summary>
internal sealed class CloudEventStamp(string? source, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Type Event, string ContentType), IHeader[]> _constant = new();

    /// <summary>The headers of an event that brings none of its own.</summary>
    public Headers Of<T>(string contentType)
    {
        var headers = new Headers();
        foreach (var header in Constant<T>(contentType)) headers.Add(header);
        var now = time.GetUtcNow();
        headers.Add(CloudEvents.Id, NewId(now));
        headers.Add(CloudEvents.Time, CloudEvents.TimeText(now));
        return headers;
    }

    /// <summary>Adds to an event's own headers its metadata, and what neither has.</summary>
    public void Complete<T>(Headers headers, EventMetadata? metadata, string contentType)
    {
        if (metadata is not null) CloudEvents.Write(metadata, headers);
        foreach (var header in Constant<T>(contentType)) CloudEvents.Add(headers, header.Key, header.GetValueBytes());
        var now = time.GetUtcNow();
        CloudEvents.Add(headers, CloudEvents.Id, NewId(now));
        CloudEvents.Add(headers, CloudEvents.Time, CloudEvents.TimeText(now));
    }

    private IHeader[] Constant<T>(string contentType) => _constant.GetOrAdd((typeof(T), contentType), Encode);

    private IHeader[] Encode((Type Event, string ContentType) key)
    {
        var headers = new Headers();
        CloudEvents.Write(new EventMetadata { Source = source, Type = key.Event.FullName, DataContentType = key.ContentType }, headers);
        return [.. headers];
    }

    private static byte[] NewId(DateTimeOffset now)
    {
        Span<byte> text = stackalloc byte[36];
        Guid.CreateVersion7(now).TryFormat(text, out _);
        return text.ToArray();
    }
}
