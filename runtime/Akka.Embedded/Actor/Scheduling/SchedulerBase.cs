using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The checks and the shapes of a scheduler, over two operations.</summary>
public abstract class SchedulerBase : IScheduler, IAdvancedScheduler
{
    private protected SchedulerBase(Config schedulerConfig, ILoggingAdapter log)
    {
        SchedulerConfig = schedulerConfig;
        Log = log;
    }

    public IAdvancedScheduler Advanced => this;
    public abstract TimeSpan HighResMonotonicClock { get; }
    public abstract TimeSpan MonotonicClock { get; }
    public abstract DateTimeOffset Now { get; }
    protected Config SchedulerConfig { get; }
    protected ILoggingAdapter Log { get; }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(CheckDelay(delay), null, new TellAction(receiver, message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(CheckDelay(initialDelay), CheckInterval(interval), new TellAction(receiver, message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(CheckDelay(delay), null, new DelegateAction(action), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(CheckDelay(initialDelay), CheckInterval(interval), new DelegateAction(action), cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(CheckDelay(delay), null, action, cancelable);

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => ScheduleOnce(delay, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(CheckDelay(initialDelay), CheckInterval(interval), action, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    /// <summary>Without an interval, once.</summary>
    private protected abstract void Schedule(TimeSpan delay, TimeSpan? interval, IRunnable action, ICancelable cancelable);

    private static TimeSpan CheckDelay(TimeSpan delay) => delay >= TimeSpan.Zero
        ? delay
        : throw new ArgumentOutOfRangeException(nameof(delay), $"A delay must not be negative, it was {delay}");

    private static TimeSpan CheckInterval(TimeSpan interval) => interval > TimeSpan.Zero
        ? interval
        : throw new ArgumentOutOfRangeException(nameof(interval), $"An interval must be positive, it was {interval}");

    private protected sealed class TellAction(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);
    }

    private protected sealed class DelegateAction(Action action) : IRunnable
    {
        public void Run() => action();
    }
}
