using System.Diagnostics;
using System.Text;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// One attempt at handling a delivery, as a span and a measured duration. Made only while somebody listens, so that it costs nothing
/// otherwise. The span's parent is the trace context that the record's headers carry (W3C traceparent, its own header or CloudEvents'
/// ce_traceparent).
/// </summary>
internal sealed class DeliveryTrace
{
    private readonly EventDelivery _delivery;
    private readonly Activity? _activity;
    private readonly long _began;

    private DeliveryTrace(EventDelivery delivery)
    {
        _delivery = delivery;
        _began = delivery.Source.Time.GetTimestamp();
        _activity = EventsTelemetry.Activities.StartActivity($"process {delivery.Topic}", ActivityKind.Consumer, Parent(delivery));
        if (_activity is not { IsAllDataRequested: true }) return;
        _activity.SetTag("messaging.system.name", "kafka").SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", delivery.Topic)
            .SetTag("messaging.destination.partition.id", delivery.Partition).SetTag("messaging.kafka.offset", delivery.Offset)
            .SetTag("messaging.kafka.message.key", delivery.Key).SetTag("akka_events.handler", delivery.Handler.Name)
                .SetTag("akka_events.attempt", delivery.Attempt);
    }

    /// <summary>Begins an attempt; does nothing while nobody listens.</summary>
    public static void Begin(EventDelivery delivery)
    {
        if (EventsTelemetry.ProcessDuration.Enabled || EventsTelemetry.Activities.HasListeners())
            delivery.Trace = new DeliveryTrace(delivery);
    }

    /// <summary>Ends an attempt, with its failure where it has one.</summary>
    public static void End(EventDelivery delivery, Exception? failure = null)
    {
        if (delivery.Trace is not { } trace) return;
        delivery.Trace = null;
        trace.End(failure);
    }

    private void End(Exception? failure)
    {
        var tags = new TagList { { "messaging.system.name", "kafka" }, { "messaging.destination.name", _delivery.Topic }, { "akka_events.handler", _delivery.Handler.Name } };
        if (failure is not null)
        {
            tags.Add("error.type", failure.GetType().FullName);
            _activity?.SetStatus(ActivityStatusCode.Error, failure.Message).AddException(failure);
        }
        EventsTelemetry.ProcessDuration.Record(_delivery.Source.Time.GetElapsedTime(_began).TotalSeconds, tags);
        _activity?.Dispose();
    }

    private static ActivityContext Parent(EventDelivery delivery)
    {
        if (delivery.Headers is not { } headers) return default;
        if (!headers.TryGetLastBytes("traceparent", out var parent) && !headers.TryGetLastBytes("ce_traceparent", out parent))
            return default;
        headers.TryGetLastBytes("tracestate", out var state);
        return ActivityContext.TryParse(Encoding.ASCII.GetString(parent), state is null
            ? null : Encoding.ASCII.GetString(state), isRemote: true, out var context) ? context : default;
    }
}
