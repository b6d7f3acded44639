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
    public static OutgoingRecord Of(string group, EventDelivery delivery, Exception failure, string reason, DateTimeOffset now)
    {
        var headers = new Headers();
        foreach (var header in delivery.Headers ?? []) headers.Add(header);
        Add(DeadLetterHeaders.Id, $"{delivery.Route.JournalName}-{delivery.Partition}-{delivery.Offset}/{group}/{delivery.Handler.Name}");
        Add(DeadLetterHeaders.Topic, delivery.Topic);
        Add(DeadLetterHeaders.Partition, Text(delivery.Partition));
        Add(DeadLetterHeaders.Offset, Text(delivery.Offset));
        if (delivery.Timestamp is { } timestamp) Add(DeadLetterHeaders.Timestamp, Text(timestamp));
        Add(DeadLetterHeaders.Group, group);
        Add(DeadLetterHeaders.Handler, delivery.Handler.Name);
        Add(DeadLetterHeaders.Exception, Reason.Cause(failure).GetType().FullName!);
        Add(DeadLetterHeaders.Reason, reason);
        Add(DeadLetterHeaders.Attempts, Text(delivery.Attempt));
        Add(DeadLetterHeaders.Time, Text(now));
        return new OutgoingRecord(
            LetterPost.TopicOf(delivery.Topic, group), delivery.HasKey ? delivery.KeySpan.ToArray() : null,
            delivery.IsTombstone ? null : delivery.Value.ToArray(), headers);

        void Add(string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
