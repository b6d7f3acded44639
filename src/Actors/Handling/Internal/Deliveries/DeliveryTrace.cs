using System.Diagnostics;
using System.Text;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// One attempt at handling a delivery, as a span and a measured duration. Made only while somebody listens, so that it costs nothing
/// otherwise. The span's parent is the trace context that the record's headers carry (W3C traceparent, its own header or CloudEvents'
/// ce_traceparent). Whatever a listener or a header does, the attempt goes on.
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
        _activity = Start(delivery);
    }

    /// <summary>
    /// Begins an attempt; does nothing while nobody listens. The span is the current one then: the caller restores what was current before
    /// (<see cref="Ambient"/>) when the handler has been called.
    /// </summary>
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

    private static Activity? Start(EventDelivery delivery)
    {
        if (!EventsTelemetry.Activities.HasListeners()) return null;
        Activity? activity = null;
        try
        {
            // What the actor's thread happens to carry is nobody's parent.
            Activity.Current = null;
            activity = EventsTelemetry.Activities.CreateActivity(
                $"process {delivery.Topic}", ActivityKind.Consumer, Parent(delivery), Described(delivery));
            activity?.Start();
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
        }
        return activity;
    }

    private static KeyValuePair<string, object?>[] Described(EventDelivery delivery) =>
    [
        new(Tags.System, Tags.Kafka),
        new(Tags.Operation, "process"),
        new(Tags.Group, delivery.Source.Group),
        new(Tags.Topic, delivery.Topic),
        new(Tags.Partition, delivery.Partition),
        new(Tags.Offset, delivery.Offset),
        new(Tags.Key, delivery.Key),
        new(Tags.Handler, delivery.Handler.Name),
        new(Tags.Attempt, delivery.Attempt),
    ];

    private void End(Exception? failure)
    {
        var tags = new TagList { { Tags.System, Tags.Kafka }, { Tags.Group, _delivery.Source.Group }, { Tags.Topic, _delivery.Topic }, { Tags.Handler, _delivery.Handler.Name } };
        if (failure is not null) tags.Add(Tags.Error, failure.GetType().FullName);
        EventsTelemetry.ProcessDuration.Record(_delivery.Source.Time.GetElapsedTime(_began).TotalSeconds, tags);
        if (_activity is not null) Stop(_activity, failure);
    }

    private static void Stop(Activity activity, Exception? failure)
    {
        var ambient = Ambient.Here();
        try
        {
            if (failure is not null)
                activity.SetTag(Tags.Error, failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, Reason.Message(failure))
                    .AddException(Reason.Loggable(failure)!);
            activity.Dispose();
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
        }
        finally
        {
            ambient.Restore();
        }
    }

    private static ActivityContext Parent(EventDelivery delivery)
    {
        if (delivery.Headers is not { } headers) return default;
        var parent = Header(headers, "traceparent") ?? Header(headers, "ce_traceparent");
        return parent is not null && ActivityContext.TryParse(parent, Header(headers, "tracestate"), isRemote: true, out var context)
            ? context : default;
    }

    // A header's value may be null.
    private static string? Header(Confluent.Kafka.Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.ASCII.GetString(value) : null;
}
