using System.Diagnostics;
using Akka.Events.Operating;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>The groups' state, and samples of the last five minutes, one each second.</summary>
internal sealed class LiveStatus : IDisposable
{
    private const int Kept = 300;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly IEventsStatus _status;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DashboardSample>> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _handled = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private long _sampled;
    private HandlerTimes? _times;
    private int _watching;

    public LiveStatus(IEventsStatus status, TimeProvider time)
    {
        (_status, _time, _sampled) = (status, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Sample(), null, Every, Every);
    }

    /// <summary>Somebody looks, until the result is disposed: handlers' times are gathered only then.</summary>
    public IDisposable Watch()
    {
        lock (_lock)
        {
            if (_watching++ == 0) _times = new HandlerTimes();
        }
        return new Watching(this);
    }

    public DashboardStatus Now(bool history)
    {
        lock (_lock)
        {
            return new DashboardStatus
            {
                At = _time.GetUtcNow().ToUnixTimeMilliseconds(),
                Process = $"{Environment.MachineName}, process {Environment.ProcessId}",
                Uptime = (long)(DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds,
                Groups = [.. _status.Groups.Select(group => Of(group, history))],
                Outbox = _status.Outbox is { } o ? new DashboardOutbox(o.Forwards, o.Forwarded, [.. o.Problems.Select(DashboardProblem.Of)]) : null,
            };
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _times?.Dispose();
            _times = null;
        }
    }

    private DashboardGroup Of(GroupStatus group, bool history)
    {
        var samples = _samples.GetValueOrDefault(group.Name);
        return new DashboardGroup(
            group.Name, group.Handled, group.Failures, group.Discarded, group.BlockedKeys, group.ActiveEntities, group.ResidentEntities, group.Partitions,
            [.. group.Problems.Select(DashboardProblem.Of)], samples is null ? [] : history ? [.. samples] : [samples.Last()]);
    }

    private void Sample()
    {
        lock (_lock)
        {
            var seconds = _time.GetElapsedTime(_sampled).TotalSeconds;
            if (seconds <= 0) return;
            _sampled = _time.GetTimestamp();
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var times = _times?.Take();
            foreach (var group in _status.Groups)
            {
                var before = _handled.TryGetValue(group.Name, out var then) ? then : group.Handled;
                _handled[group.Name] = group.Handled;
                if (!_samples.TryGetValue(group.Name, out var samples)) _samples.Add(group.Name, samples = new Queue<DashboardSample>(Kept));
                if (samples.Count == Kept) samples.Dequeue();
                var took = times?.GetValueOrDefault(group.Name);
                samples.Enqueue(new DashboardSample(
                    now, (group.Handled - before) / seconds, group.Partitions.Sum(p => p.Lag ?? 0), group.Partitions.Sum(p => (long)p.Outstanding), took?.At(0.5), took?.At(0.99)));
            }
        }
    }

    private void Unwatch()
    {
        lock (_lock)
        {
            if (--_watching > 0) return;
            _times?.Dispose();
            _times = null;
        }
    }

    private sealed class Watching(LiveStatus live) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) live.Unwatch();
        }
    }
}
