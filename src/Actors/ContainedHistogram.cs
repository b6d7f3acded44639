using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Akka.Events;

/// <summary>A histogram whose listeners can throw what they like: it is counted, and reaches nobody who measures.</summary>
internal sealed class ContainedHistogram<T>(Histogram<T> histogram) where T : struct
{
    public bool Enabled => histogram.Enabled;

    public void Record(T value, in TagList tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
        }
    }
}
