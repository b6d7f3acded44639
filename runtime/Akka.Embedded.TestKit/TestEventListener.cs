using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>A logger that applies event filters: what one of them matches is counted and not printed.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<LogFilter> _filters = [];

    protected override void PreStart()
    {
        var stream = Context.System.EventStream;
        foreach (var channel in (Type[])[typeof(LogFilter.Mute), typeof(LogFilter.EndMute), typeof(DeadLetter), typeof(UnhandledMessage)])
            stream.Subscribe(Self, channel);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case LogFilter.Mute mute:
                _filters.Add(mute.Filter);
                return true;
            case LogFilter.EndMute end:
                _filters.Remove(end.Filter);
                end.Confirm();
                return true;
            case LogEvent logged:
                if (!IsFiltered(logged)) Print(logged);
                return true;
            case DeadLetter letter:
                // Printed by the log of dead letters already, where that is on.
                IsFiltered(new Warning(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter));
                return true;
            case UnhandledMessage unhandled:
                IsFiltered(new Warning(
                    unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(),
                    $"Unhandled message from {unhandled.Sender}: {unhandled.Message}"));
                return true;
            default:
                return base.Receive(message);
        }
    }

    private bool IsFiltered(LogEvent logged)
    {
        var matched = false;
        foreach (var filter in _filters) matched |= filter.Matches(logged);
        return matched;
    }
}
