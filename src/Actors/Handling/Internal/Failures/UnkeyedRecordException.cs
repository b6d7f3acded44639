using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Failures;

internal sealed class UnkeyedRecordException(EventDelivery delivery, string handler)
    : Exception(
        $"the record at {delivery.Topic} [{delivery.Partition}] @{delivery.Offset} has no key, and '{handler}' keeps state per key");
