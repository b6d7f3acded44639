using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>Runs a handler that is a function for one shard: its slots, its calls under way, what has ended, and its draining.</summary>
/// <typeparam name="TRun">A call.</typeparam>
internal abstract class FunctionHandlerActor<TRun> : UntypedActor, IWithTimers where TRun : class, IHandlerRun
{
    private readonly FunctionHandler _handler;
    private readonly SlotChain _slots;
    private readonly Action _slotFree;
    private readonly Dictionary<TRun, Task> _running = []; // of the asynchronous ones
    private DeliveryBatch _ended = [];
    private bool _haveSlot;
    private bool _drained;

    protected FunctionHandlerActor(GroupContext group, FunctionHandler handler)
    {
        Group = group;
        _handler = handler;
        _slots = new SlotChain(group.ProcessLimits.Line, handler.Slots, group.Limits.Executing, group.ProcessLimits.Executing);
        _slotFree = () => This.Tell(SlotFree.Instance, ActorRefs.NoSender);
        Failures = new FailurePolicy(group, group.Loggers.CreateLogger("Akka.Events.Handler"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected GroupContext Group { get; }

    protected FailurePolicy Failures { get; }

    /// <summary>Calls under way.</summary>
    protected int Running => _running.Count;

    protected bool IsDraining { get; private set; }

    /// <summary>This actor, from any thread.</summary>
    protected IActorRef This { get; private set; } = ActorRefs.Nobody;

    /// <summary>With which the handler's circuit breaker lets the next call begin; 0 where it has none.</summary>
    protected int Permit { get; private set; }

    protected override void PreStart()
    {
        This = Self;
        _handler.Breaker?.Join(_slotFree);
    }

    protected override void PostStop()
    {
        Failures.End();
        Failures.Leave(_handler, _slotFree);
        if (_haveSlot) _slots.Release();
        _slots.Forget(_slotFree);
        foreach (var (run, task) in _running)
            foreach (var delivery in Deliveries(run))
                if (delivery.KeyBytes is { } key)
                    Group.GivenUp.Add(new HandledKey(_handler, key), task);
    }

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case Look:
                LookAfterRuns();
                break;
            case DrainHandler:
                IsDraining = true;
                _slots.Forget(_slotFree);
                break;
            case SlotFree:
                break;
            default:
                Handle(message);
                break;
        }
        if (!IsDraining) BeginWaiting();
        Report();
    }

    /// <summary>A message that isn't of all such handlers.</summary>
    protected abstract void Handle(object message);

    /// <summary>Begins what waits, as far as there are slots.</summary>
    protected abstract void BeginWaiting();

    /// <summary>What a call is of, oldest first; never empty.</summary>
    protected abstract IReadOnlyList<EventDelivery> Deliveries(TRun run);

    /// <summary>A call that went on has ended. On any thread, perhaps after this actor's end.</summary>
    protected abstract void EndedLater(TRun run, Exception? failure);

    /// <summary>A slot for the next call, which may begin now; it stays while calls end at once.</summary>
    protected bool TakeSlot()
    {
        if (!_haveSlot) _haveSlot = _slots.TryTake(_slotFree);
        return _haveSlot && MayBegin();
    }

    /// <summary>The call that a slot was taken for doesn't begin.</summary>
    protected void LeaveSlot() => _handler.Breaker?.Abandoned(Permit);

    private bool MayBegin()
    {
        if (_handler.Breaker is not { } breaker) return true;
        if (breaker.Begin(_slotFree, Group.Time.GetElapsedTime(0), out var wait) is { } permit)
        {
            Permit = permit;
            return true;
        }
        if (wait is { } time) Timers.StartSingleTimer(breaker, SlotFree.Instance, time);
        return false;
    }

    protected ValueTask Call(TRun run) => Group.Interceptors is { } interceptors
        ? HandlerCall.Begin(interceptors, Deliveries(run), Group.Durability, run, _handler.Options.Blocking)
        : HandlerCall.Begin(Group.Durability, run, _handler.Options.Blocking);

    /// <summary>A call doesn't end at once. The slot goes with it.</summary>
    protected void GoesOn(TRun run, ValueTask task)
    {
        _haveSlot = false;
        _running.Add(run, Await(task, run));
        LookAfterRuns();
    }

    /// <summary>A call that went on has ended, on this actor's turn.</summary>
    protected void Ended(TRun run) => _running.Remove(run);

    protected void NoLongerStuck(EventDelivery first)
    {
        if (!first.Reported) return;
        first.Reported = false;
        Failures.NotStuck(first, Group.Time.GetElapsedTime(first.AttemptBegan));
    }

    /// <summary>An event is done with: the shard is told of it with the others of this turn.</summary>
    protected void Finish(EventDelivery delivery)
    {
        _ended.Add(delivery);
        delivery.ReleaseEvent();
    }

    private async Task Await(ValueTask task, TRun run)
    {
        Exception? failure = null;
        var source = Deliveries(run)[0].Source;
        source.CallGoesOn();
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }
        // The slot is free at once, whenever this actor gets to know of it, and even if it has stopped.
        _slots.Release();
        EndedLater(run, failure);
        source.CallEnded();
    }

    /// <summary>Reports calls that seem to be stuck; looks again while any run.</summary>
    private void LookAfterRuns()
    {
        if (_running.Count == 0 || Timers.IsTimerActive(Look.Instance)) return;
        foreach (var run in _running.Keys)
        {
            var first = Deliveries(run)[0];
            if (first.Reported) continue;
            var time = Group.Time.GetElapsedTime(first.AttemptBegan);
            if (time < Group.Options.ReportStuckAfter) continue;
            first.Reported = true;
            Failures.Stuck(first, time);
        }
        Timers.StartSingleTimer(Look.Instance, Look.Instance, Group.Options.ReportStuckAfter / 4);
    }

    private void Report()
    {
        if (_haveSlot)
        {
            // Others may need it until the next call.
            _haveSlot = false;
            _slots.Release();
        }
        if (_ended.Count > 0)
        {
            Context.Parent.Tell(new BatchHandled(_ended), Self);
            _ended = new DeliveryBatch(_ended.Count);
        }
        if (!IsDraining || _drained || _running.Count > 0) return;
        _drained = true;
        Context.Parent.Tell(HandlerDrained.Instance, Self);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class SlotFree
    {
        public static readonly SlotFree Instance = new();
    }
}
