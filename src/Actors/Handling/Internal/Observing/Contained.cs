using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Observing;

/// <summary>Tells of interceptors and observers that throw: counted always, and logged now and then.</summary>
internal sealed class Contained(string group, string what, ILogger log, TimeProvider time)
{
    private readonly LogPace _lines = new();

    public string Group => group;

    public void Threw(object by, Exception failure)
    {
        EventsTelemetry.ObserverThrew();
        var level = _lines.Take(time.GetElapsedTime(0), out var passedOver) ? LogLevel.Error : LogLevel.Debug;
        ObservingLog.InterceptorFailed(log, level, failure, group, what, by.GetType().Name, level == LogLevel.Debug ? "" : LogPace.Others(passedOver));
    }
}
