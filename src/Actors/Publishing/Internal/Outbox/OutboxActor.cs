using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>Keeps the forwarder of this process going: <c>/user/akka-events-outbox</c>. What fails is said, and begins anew after a wait.</summary>
internal sealed class OutboxActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(500), MaxWait = TimeSpan.FromSeconds(10);

    private readonly Func<OutboxForwarder> _new;
    private readonly ForwarderState _state;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private OutboxForwarder? _forwarder;
    private IActorRef? _leaves;
    private TimeSpan _wait = MinWait;

    public OutboxActor(Func<OutboxForwarder> forwarder, ForwarderState state, ILogger log)
    {
        (_new, _state, _log) = (forwarder, state, log);
        var (pace, begun) = (new LogPace(), TimeProvider.System.GetTimestamp());
        state.NotCleaned = e =>
        {
            var level = pace.Take(TimeProvider.System.GetElapsedTime(begun), out var passedOver) ? LogLevel.Warning : LogLevel.Debug;
            PublishingLog.OutboxNotCleaned(log, level, Reason.Stack(log, e), e.Message, LogPace.Others(passedOver));
        };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Begin();

    protected override void PostStop() => _ = _stop.CancelAsync();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BeginAgain:
                Begin();
                break;
            case Ended ended:
                OnEnded(ended.Failure);
                break;
            case LeaveOutbox:
                _leaves = Sender;
                _ = _stop.CancelAsync();
                if (_forwarder is null) Leave();
                break;
            case Released:
                _leaves!.Tell(Done.Instance);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin()
    {
        _forwarder = _new();
        var forwarder = _forwarder;
        Task.Run(() => forwarder.Run(_stop.Token)).PipeTo(Self, success: () => new Ended(null), failure: e => new Ended(e));
    }

    private void OnEnded(Exception? failure)
    {
        var forwarder = _forwarder!;
        _forwarder = null;
        if (_leaves is not null)
        {
            // Another may go on at once; if it can't be said now, it may so within the lease.
            forwarder.Release(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(2))
                .PipeTo(Self, success: () => Released.Instance, failure: _ => Released.Instance);
            return;
        }
        if (_stop.IsCancellationRequested) return;
        if (failure is null)
        {
            _wait = MinWait;
        }
        else
        {
            _state.Hindered?.Invoke(failure.Message);
            // While it lasts, 7005 says it.
            PublishingLog.OutboxNotForwarded(
                _log, _wait == MinWait ? LogLevel.Warning : LogLevel.Debug, Reason.Stack(_log, failure), failure.Message, Durations.Text(_wait));
        }
        Timers.StartSingleTimer(BeginAgain.Instance, BeginAgain.Instance, _wait);
        if (failure is not null) _wait = _wait * 2 < MaxWait ? _wait * 2 : MaxWait;
    }

    private void Leave()
    {
        _leaves!.Tell(Done.Instance);
        Context.Stop(Self);
    }

    private sealed record Ended(Exception? Failure) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Released : IDeadLetterSuppression
    {
        public static readonly Released Instance = new();
    }

    private sealed class BeginAgain
    {
        public static readonly BeginAgain Instance = new();
    }
}

/// <summary>To the outbox's actor: forward nothing more, and let another do so. Answered with <see cref="Done"/>.</summary>
internal sealed class LeaveOutbox
{
    public static readonly LeaveOutbox Instance = new();
}
