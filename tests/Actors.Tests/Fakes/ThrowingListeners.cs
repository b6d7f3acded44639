using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Akka.Events.Tests.Fakes;

/// <summary>Listeners to the library's measurements and spans that throw, in one place. Until disposed.</summary>
internal sealed class ThrowingListeners : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public ThrowingListeners(string place)
    {
        void ThrowAt(string here)
        {
            if (here == place) throw new InvalidOperationException($"told to throw at {here}");
        }

        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EventsTelemetry.Name && !instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, _, _, _) => ThrowAt("count"));
        _meters.SetMeasurementEventCallback<double>((_, _, _, _) => ThrowAt("duration"));
        if (place is "count" or "duration") _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EventsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                ThrowAt("sample");
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStarted = _ => ThrowAt("started"),
            ActivityStopped = _ => ThrowAt("stopped"),
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }
}
