using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Akka.Events;

/// <summary>What an exception says, also one that throws when it is asked, or that only wraps another.</summary>
internal static class Reason
{
    /// <summary>The exception's type and message in one line.</summary>
    public static string Of(Exception failure)
    {
        var cause = Cause(failure);
        return $"{cause.GetType().Name}: {Words(cause)}";
    }

    /// <summary>The exception's message.</summary>
    public static string Message(Exception failure) => Words(Cause(failure));

    /// <summary>The exception where it can be written out, else another in its place: a log line isn't to be lost with it.</summary>
    public static Exception? Loggable(Exception? failure)
    {
        try
        {
            _ = failure?.ToString();
            return failure;
        }
        catch (Exception e)
        {
            return new InvalidOperationException(Unreadable(failure!, e));
        }
    }

    /// <summary>The exception, for a line that has its message already: where the log is so fine that its stack is wanted.</summary>
    public static Exception? Stack(ILogger log, Exception failure) => log.IsEnabled(LogLevel.Debug) ? failure : null;

    /// <summary>The exception that one only wraps which comes from reflection, or from waiting for one task.</summary>
    public static Exception Cause(Exception failure)
    {
        while (true)
        {
            if (failure is TargetInvocationException { InnerException: { } inner }) failure = inner;
            else if (failure is AggregateException { InnerExceptions: [var only] }) failure = only;
            else return failure;
        }
    }

    private static string Words(Exception failure)
    {
        try
        {
            return failure.Message;
        }
        catch (Exception e)
        {
            return Unreadable(failure, e);
        }
    }

    private static string Unreadable(Exception failure, Exception thrown) =>
        $"{failure.GetType().FullName}, which can't be written out: that throws {thrown.GetType().FullName}";
}
