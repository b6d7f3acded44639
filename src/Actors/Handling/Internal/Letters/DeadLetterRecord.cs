using System.Globalization;
using System.Text;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>A delivery that is given up as a record for its dead-letter topic.</summary>
internal static class DeadLetterRecord
{
    /// <param name="group">The group.</param>
    /// <param name="delivery">What is given up.</param>
    /// <param name="failure">Why.</param>
    /// <param name="reason">The same in words.</param>
    /// <param name="now">When.</param>
    /// <param name="handler">Whose it is; null for the delivery's own handler.</param>
    public static OutgoingRecord Of(
        string group, EventDelivery delivery, Exception failure, string reason, DateTimeOffset now, string? handler = null) =>
        new(
            LetterPost.TopicOf(delivery.Topic, group), Key(delivery), Value(delivery),
            Headers(group, delivery, failure, reason, now, handler ?? delivery.Handler.Name));

    /// <summary>The same for the retry topic, with what its next attempt goes by.</summary>
    /// <param name="group">The group.</param>
    /// <param name="delivery">What is tried again later.</param>
    /// <param name="failure">Why.</param>
    /// <param name="reason">The same in words.</param>
    /// <param name="now">When it has failed.</param>
    /// <param name="retry">The number of the next attempt.</param>
    /// <param name="wait">How long until then.</param>
    public static OutgoingRecord Retry(
        string group, EventDelivery delivery, Exception failure, string reason, DateTimeOffset now, int retry, TimeSpan wait)
    {
        var headers = Headers(group, delivery, failure, reason, now, delivery.Handler.Name);
        Add(headers, DeadLetterHeaders.RetryAt, Text(now + wait));
        Add(headers, DeadLetterHeaders.Retry, Text(retry));
        headers.Add(DeadLetterHeaders.ReplayFor, ReplayTarget.Of(group, delivery.Handler.Name));
        var retries = (delivery.Route.Origin ?? delivery.Route).Retries!;
        // The shard that the key is in reads this one.
        int? partition = retries.Partitions > delivery.Partition ? delivery.Partition : null;
        // With the present time: the topic's retention is one of waiting, however old the event is. Its own time is in the headers.
        return new OutgoingRecord(retries.Name, Key(delivery), Value(delivery), headers, partition);
    }

    private static byte[]? Key(EventDelivery delivery) => delivery.HasKey ? delivery.KeySpan.ToArray() : null;

    private static byte[]? Value(EventDelivery delivery) => delivery.IsTombstone ? null : delivery.Value.ToArray();

    private static Headers Headers(string group, EventDelivery delivery, Exception failure, string reason, DateTimeOffset now, string handler)
    {
        var headers = new Headers();
        foreach (var header in delivery.Headers ?? []) headers.Add(header);
        var journalName = (delivery.Route.Origin ?? delivery.Route).JournalName;
        Add(headers, DeadLetterHeaders.Id, $"{journalName}-{delivery.Partition}-{delivery.Offset}/{group}/{handler}");
        Add(headers, DeadLetterHeaders.Topic, delivery.Topic);
        Add(headers, DeadLetterHeaders.Partition, Text(delivery.Partition));
        Add(headers, DeadLetterHeaders.Offset, Text(delivery.Offset));
        if (delivery.Timestamp is { } timestamp) Add(headers, DeadLetterHeaders.Timestamp, Text(timestamp));
        Add(headers, DeadLetterHeaders.Group, group);
        Add(headers, DeadLetterHeaders.Handler, handler);
        Add(headers, DeadLetterHeaders.Exception, Reason.Cause(failure).GetType().FullName!);
        Add(headers, DeadLetterHeaders.Reason, reason);
        Add(headers, DeadLetterHeaders.Attempts, Text(delivery.Attempt));
        Add(headers, DeadLetterHeaders.Time, Text(now));
        return headers;
    }

    private static void Add(Headers headers, string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
