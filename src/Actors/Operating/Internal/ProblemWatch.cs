using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Operating.Internal;

/// <summary>Says in the log what keeps the groups of this process from going on, for as long as it does, and that it has passed.</summary>
internal sealed class ProblemWatch : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(4);

    private readonly RunningGroups _runtime;
    private readonly ILogger _log;
    private readonly ProblemPace _outboxPace = new(), _publishingPace = new();
    private readonly Dictionary<string, ProblemPace> _paces = new(StringComparer.Ordinal);

    public ProblemWatch(RunningGroups runtime, ILogger log)
    {
        _runtime = runtime;
        _log = log;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, LookEvery);

    protected override void OnReceive(object message)
    {
        if (message is not Look)
        {
            Unhandled(message);
            return;
        }
        var now = _runtime.Time.GetUtcNow();
        foreach (var group in _runtime.Groups) Say(group.Context.Name, ProblemPace.Fold(PaceOf(group.Context.Name).Look(now, group.Context.Problems.All)));
        if (_runtime.Outbox is { } outbox) Say(_outboxPace.Look(now, outbox.Problems.All), OperatingLog.OutboxHindered, OperatingLog.OutboxGoesOn);
        Problem[] publishing = _runtime.Publishing?.Invoke() is { } trouble ? [new Problem(nameof(Publishing), trouble.Cause, trouble.Text, trouble.Since)] : [];
        Say(_publishingPace.Look(now, publishing), OperatingLog.PublishingHindered, OperatingLog.PublishingGoesOn);
    }

    private ProblemPace PaceOf(string group)
    {
        if (!_paces.TryGetValue(group, out var pace)) _paces.Add(group, pace = new ProblemPace());
        return pace;
    }

    private void Say(string group, IReadOnlyList<ProblemPace.Line> lines)
    {
        foreach (var (problem, lasted, isGone) in lines)
        {
            var (code, time) = (problem.Cause.Code(), Durations.Text(lasted));
            if (isGone) OperatingLog.ProblemGone(_log, group, time, code, problem.Text);
            else if (problem.Cause.IsPartial()) OperatingLog.PartHindered(_log, group, time, code, problem.Text);
            else OperatingLog.GroupHindered(_log, group, time, code, problem.Text);
        }
    }

    // What is told of has its own lines: time, cause, problem.
    private void Say(
        IReadOnlyList<ProblemPace.Line> lines, Action<ILogger, string, string, string> hindered, Action<ILogger, string, string, string> goesOn)
    {
        foreach (var (problem, lasted, isGone) in lines) (isGone ? goesOn : hindered)(_log, Durations.Text(lasted), problem.Cause.Code(), problem.Text);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}
