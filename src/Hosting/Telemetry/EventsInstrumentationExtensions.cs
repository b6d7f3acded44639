using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Akka.Events.Hosting;

/// <summary>Gives the event system's metrics and traces to OpenTelemetry.</summary>
public static class EventsInstrumentationExtensions
{
    /// <summary>Collects the event system's metrics: the meter <c>Akka.Events</c>.</summary>
    public static MeterProviderBuilder AddAkkaEventsInstrumentation(this MeterProviderBuilder metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.AddMeter(EventsTelemetry.Name);
    }

    /// <summary>Collects the event system's traces: the source <c>Akka.Events</c>.</summary>
    public static TracerProviderBuilder AddAkkaEventsInstrumentation(this TracerProviderBuilder traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        return traces.AddSource(EventsTelemetry.Name);
    }
}
