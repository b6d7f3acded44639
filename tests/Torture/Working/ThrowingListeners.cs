using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Akka.Events.Torture.Working;

/// <summary>Listens to metrics and traces as exporters do, and throws now and then.</summary>
internal sealed class ThrowingListeners : IDisposable
{
    private const string Name = "Akka.Events";
    private const uint OneIn = 2000;

    private readonly Mischief _mischief;
    private readonly MeterListener _metrics;
    private readonly ActivityListener _traces;

    public ThrowingListeners(Mischief mischief)
    {
        _mischief = mischief;
        _metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Name) listener.EnableMeasurementEvents(instrument);
            },
        };
        _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => MayThrow());
        _metrics.SetMeasurementEventCallback<int>((_, _, _, _) => MayThrow());
        _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => MayThrow());
        _metrics.Start();
        _traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => Sample(),
            ActivityStarted = _ => MayThrow(),
            ActivityStopped = _ => MayThrow(),
        };
        ActivitySource.AddActivityListener(_traces);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
    }

    // One record in sixteen is traced.
    private ActivitySamplingResult Sample()
    {
        MayThrow();
        return Stopwatch.GetTimestamp() % 16 == 0 ? ActivitySamplingResult.AllData : ActivitySamplingResult.None;
    }

    private void MayThrow() => _mischief.MayThrow(NoteKind.ListenerThrew, OneIn);
}
