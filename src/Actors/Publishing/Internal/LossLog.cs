using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>Says that events were lost whose publisher may not look: the first at once, then how many in each second that has any.</summary>
internal sealed class LossLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _said;
    private long _unsaid;

    public void Lost(Exception problem)
    {
        long count;
        lock (_lock)
        {
            _unsaid++;
            if (_said is { } said && time.GetElapsedTime(said) < Pause) return;
            _said = time.GetTimestamp();
            (count, _unsaid) = (_unsaid, 0);
        }
        PublishingLog.EventsLost(log, Reason.Stack(log, problem), count, problem.Message);
    }
}
