using System.Collections.Concurrent;
using System.Globalization;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Outgoing;

/// <summary>
/// Makes records of what a group's entities publish. An event that isn't given an id has one of the record that it comes of, and its place
/// among all that its handler publishes of that: handled again it is the same event. Safe from any thread.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="settings">How events are published.</param>
/// <param name="problem">Why a record can't ever be sent, or null. Doesn't wait for anybody.</param>
/// <param name="time">The clock.</param>
internal sealed class Publications(string group, PublisherSettings settings, Func<OutgoingRecord, PublishException?> problem, TimeProvider time)
{
    private readonly EventEncoder _encoder = new(settings, time);
    private readonly ConcurrentDictionary<string, ITopic> _topics = new(StringComparer.Ordinal);

    /// <summary>What a topic is like, by its name in Kafka, that something has been published to in this process; else null.</summary>
    public ITopic? Topic(string name) => _topics.GetValueOrDefault(name);

    /// <exception cref="PublishException">The event can't be published.</exception>
    public OutgoingRecord Event<T>(Topic<T> topic, T @event, PublishOptions? options, EventDelivery by)
    {
        topic = Checked(topic);
        if (settings.CloudEvents || options?.Attributes() is not null)
        {
            if (options?.Id is null && options?.Metadata?.Id is null) options = (options ?? new PublishOptions()) with { Id = IdOf(by) };
        }
        return Checked(_encoder.Record(topic, @event, options));
    }

    /// <exception cref="PublishException">The tombstone can't be published.</exception>
    public OutgoingRecord Tombstone<T>(Topic<T> topic, string key) => Checked(_encoder.Tombstone(Checked(topic), key));

    private string IdOf(EventDelivery by) =>
        string.Create(CultureInfo.InvariantCulture, $"{by.RecordId}/{group}/{by.Handler.Name}/{by.Effects.Published.Length}");

    // Under its name in Kafka.
    private Topic<T> Checked<T>(Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topic = settings.TopicNames.Of(topic);
        if (settings.RegisteredTopics?.Contains(topic.Name) is false) throw PublishErrors.Unregistered(topic.Name);
        _topics.TryAdd(topic.Name, topic);
        return topic;
    }

    private OutgoingRecord Checked(OutgoingRecord record) => problem(record) is { } refusal ? throw refusal : record;
}
