using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// Filters of log events by level, text, source and exception; all that is given has to match. The system needs
/// <see cref="TestEventListener"/> among its loggers.
/// </summary>
public class EventFilterFactory
{
    private readonly TestKitBase _kit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<Predicate<LogEvent>> _others;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys) { }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, []) { }

    internal EventFilterFactory(TestKitBase testkit, ActorSystem system, IReadOnlyList<Predicate<LogEvent>> others)
    {
        _kit = testkit;
        _system = system;
        _others = others;
    }

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => new EventFilterApplier(_kit, _system, [.. _others, predicate]);

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Custom(e => e is TLogEvent of && predicate(of));

    public IEventFilterApplier DeadLetter() => Custom(e => e.Message is DeadLetter);
    public IEventFilterApplier DeadLetter<TMessage>(string source = null) => DeadLetter(typeof(TMessage), source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string source = null) =>
        DeadLetter(typeof(TMessage), m => isMatch((TMessage)m), source);

    public IEventFilterApplier DeadLetter(Type type, string source = null) => DeadLetter(type, static _ => true, source);

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string source = null) => Custom(e =>
        e.Message is DeadLetter letter && type.IsInstanceOfType(letter.Message) && isMatch(letter.Message) && IsFrom(e, source));

    public IEventFilterApplier Debug(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    public IEventFilterApplier Debug(Regex pattern, string source = null) => ForLogLevel(LogLevel.DebugLevel, pattern, source);

    public IEventFilterApplier Info(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    public IEventFilterApplier Info(Regex pattern, string source = null) => ForLogLevel(LogLevel.InfoLevel, pattern, source);

    public IEventFilterApplier Warning(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    public IEventFilterApplier Warning(Regex pattern, string source = null) => ForLogLevel(LogLevel.WarningLevel, pattern, source);

    public IEventFilterApplier Error(string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    public IEventFilterApplier Error(Regex pattern, string source = null) => ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, string message = null, string start = null, string contains = null, string source = null) =>
        Custom(e => e.LogLevel() == logLevel && IsText(e.Message?.ToString(), message, start, contains) && IsFrom(e, source));

    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string source = null) =>
        Custom(e => e.LogLevel() == logLevel && pattern.IsMatch(e.Message?.ToString() ?? "") && IsFrom(e, source));

    public IEventFilterApplier Exception<TException>(
        string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string source = null)
        where TException : Exception => Exception(typeof(TException), pattern, source);

    public IEventFilterApplier Exception(
        Type exceptionType, string message = null, string start = null, string contains = null, string source = null,
        bool checkInnerExceptions = false) =>
        Exception(exceptionType, text => IsText(text, message, start, contains), source, checkInnerExceptions);

    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string source = null, bool checkInnerExceptions = false) =>
        Exception(exceptionType, pattern.IsMatch, source, checkInnerExceptions);

    // The text is that of the log message or of the exception itself.
    private IEventFilterApplier Exception(Type type, Func<string, bool> isText, string source, bool inner) => Custom(e =>
    {
        if (e is not Event.Error || !IsFrom(e, source)) return false;
        for (var cause = e.Cause; cause is not null; cause = inner ? cause.InnerException : null)
            if (type.IsInstanceOfType(cause) && (isText(e.Message?.ToString() ?? "") || isText(cause.Message))) return true;
        return false;
    });

    private static bool IsText(string text, string message, string start, string contains) =>
        (message is null || text == message)
        && (start is null || text?.StartsWith(start, StringComparison.Ordinal) == true)
        && (contains is null || text?.Contains(contains, StringComparison.Ordinal) == true);

    // A source is a path or a name; actors are found with and without the system's address.
    private static bool IsFrom(LogEvent e, string source) =>
        source is null || e.LogSource == source || (e.LogSource is { } from
            && (from.StartsWith(source + " ", StringComparison.Ordinal)
                || (source.StartsWith('/') && from.EndsWith(source, StringComparison.Ordinal))));
}
