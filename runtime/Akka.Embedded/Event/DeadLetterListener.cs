using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, a bounded number at a time.</summary>
internal sealed class DeadLetterListener : ActorBase
{
    private readonly Settings _settings = Context.System.Settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _count;
    private DateTimeOffset _suspendedUntil;
    private bool _suspended;

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter || letter is SuppressedDeadLetter) return true;
        if (letter.Message is IDeadLetterSuppression) return true;
        if (_suspended)
        {
            if (Context.System.Scheduler.Now < _suspendedUntil) return true;
            _suspended = false;
            _count = 0;
        }

        _count++;
        if (_settings.LogDeadLetters == int.MaxValue) Log(letter, "");
        else if (_count < _settings.LogDeadLetters) Log(letter, "");
        else Last(letter);
        return true;
    }

    private void Last(AllDeadLetters letter)
    {
        _suspended = true;
        var pause = _settings.LogDeadLettersSuspendDuration;
        _suspendedUntil = pause == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : Context.System.Scheduler.Now + pause;
        Log(letter, ", no more dead letters will be logged" + (pause == Timeout.InfiniteTimeSpan ? "" : $" in next [{pause}]"));
    }

    private void Log(AllDeadLetters letter, string then)
    {
        var from = letter.Sender is null || letter.Sender.Equals(Context.System.DeadLetters) ? "without sender" : $"from {letter.Sender}";
        var what = letter switch
        {
            UnhandledMessage => "was unhandled",
            Dropped dropped => $"was dropped ({dropped.Reason})",
            _ => "was not delivered",
        };
        _log.Info(
            $"Message [{letter.Message.GetType().Name}] {from} to {letter.Recipient} {what}. [{_count}] dead letters encountered{then}. " +
            "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' " +
            "and 'akka.log-dead-letters-during-shutdown'.");
    }
}
