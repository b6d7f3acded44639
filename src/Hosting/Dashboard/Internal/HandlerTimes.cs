using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>Gathers how long handlers take, by group, out of the library's own meter, until it is disposed.</summary>
internal sealed class HandlerTimes : IDisposable
{
    private readonly MeterListener _listener = new();
    private ConcurrentDictionary<string, TimeBuckets> _groups = new(StringComparer.Ordinal);

    public HandlerTimes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == EventsTelemetry.Meter && instrument.Name == "messaging.process.duration") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name != Tags.Group || value is not string group) continue;
                _groups.GetOrAdd(group, _ => new TimeBuckets()).Add(seconds * 1000);
                return;
            }
        });
        _listener.Start();
    }

    /// <summary>What has come since the last time, by group.</summary>
    public IReadOnlyDictionary<string, TimeBuckets> Take() => Interlocked.Exchange(ref _groups, new ConcurrentDictionary<string, TimeBuckets>(StringComparer.Ordinal));

    public void Dispose() => _listener.Dispose();
}
