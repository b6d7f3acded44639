using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Akka.Events;

/// <summary>A counter whose listeners can throw what they like: it is counted, and reaches nobody who counts.</summary>
internal sealed class ContainedCounter(Counter<long> counter)
{
    public bool Enabled => counter.Enabled;

    public void Add(long delta, in TagList tags)
    {
        try
        {
            counter.Add(delta, tags);
        }
        catch (Exception)
        {
            EventsTelemetry.ObserverThrew();
        }
    }
}
