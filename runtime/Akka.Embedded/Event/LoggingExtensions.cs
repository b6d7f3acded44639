namespace Akka.Event;

public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);
    public static void Debug(this ILoggingAdapter log, string format, object[] args) => Write(log, LogLevel.DebugLevel, null, format, args);
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1] : null);
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2] : null);
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3] : null);
    public static void Debug<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Debug<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Debug<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.DebugLevel, null, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Debug(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);
    public static void Debug(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        Write(log, LogLevel.DebugLevel, cause, format, args);
    public static void Debug<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1] : null);
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2] : null);
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3] : null);
    public static void Debug<T1, T2, T3, T4>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Debug<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Debug<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.DebugLevel, cause, format, log.IsEnabled(LogLevel.DebugLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);
    public static void Info(this ILoggingAdapter log, string format, object[] args) => Write(log, LogLevel.InfoLevel, null, format, args);
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1] : null);
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2] : null);
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3] : null);
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Info<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Info<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.InfoLevel, null, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Info(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);
    public static void Info(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        Write(log, LogLevel.InfoLevel, cause, format, args);
    public static void Info<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1] : null);
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2] : null);
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3] : null);
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Info<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Info<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.InfoLevel, cause, format, log.IsEnabled(LogLevel.InfoLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);
    public static void Warning(this ILoggingAdapter log, string format, object[] args) =>
        Write(log, LogLevel.WarningLevel, null, format, args);
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1] : null);
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2] : null);
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3] : null);
    public static void Warning<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Warning<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Warning<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.WarningLevel, null, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Warning(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);
    public static void Warning(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        Write(log, LogLevel.WarningLevel, cause, format, args);
    public static void Warning<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1] : null);
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2] : null);
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3] : null);
    public static void Warning<T1, T2, T3, T4>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Warning<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Warning<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(
            log, LogLevel.WarningLevel, cause, format, log.IsEnabled(LogLevel.WarningLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);
    public static void Error(this ILoggingAdapter log, string format, object[] args) => Write(log, LogLevel.ErrorLevel, null, format, args);
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1] : null);
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2] : null);
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3] : null);
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Error<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Error<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.ErrorLevel, null, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Error(this ILoggingAdapter log, Exception cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);
    public static void Error(this ILoggingAdapter log, Exception cause, string format, object[] args) =>
        Write(log, LogLevel.ErrorLevel, cause, format, args);
    public static void Error<T1>(this ILoggingAdapter log, Exception cause, string format, T1 arg1) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1] : null);
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2] : null);
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3] : null);
    public static void Error<T1, T2, T3, T4>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4] : null);
    public static void Error<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Error<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, LogLevel.ErrorLevel, cause, format, log.IsEnabled(LogLevel.ErrorLevel) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Log(this ILoggingAdapter log, LogLevel level, string format) => log.Log(level, null, format);
    public static void Log(this ILoggingAdapter log, LogLevel level, string format, object[] args) => Write(log, level, null, format, args);
    public static void Log<T1>(this ILoggingAdapter log, LogLevel level, string format, T1 arg1) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1] : null);
    public static void Log<T1, T2>(this ILoggingAdapter log, LogLevel level, string format, T1 arg1, T2 arg2) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1, arg2] : null);
    public static void Log<T1, T2, T3>(this ILoggingAdapter log, LogLevel level, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1, arg2, arg3] : null);
    public static void Log<T1, T2, T3, T4>(this ILoggingAdapter log, LogLevel level, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4] : null);
    public static void Log<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, LogLevel level, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Log<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, LogLevel level, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, level, null, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);
    public static void Log(this ILoggingAdapter log, LogLevel level, Exception cause, string format, object[] args) =>
        Write(log, level, cause, format, args);
    public static void Log<T1>(this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1] : null);
    public static void Log<T1, T2>(this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1, T2 arg2) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1, arg2] : null);
    public static void Log<T1, T2, T3>(
        this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1, arg2, arg3] : null);
    public static void Log<T1, T2, T3, T4>(
        this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4] : null);
    public static void Log<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4, arg5] : null);
    public static void Log<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log, LogLevel level, Exception cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Write(log, level, cause, format, log.IsEnabled(level) ? [arg1, arg2, arg3, arg4, arg5, arg6] : null);

    // Without values the level is off, and nothing has been made for it.
    private static void Write(ILoggingAdapter log, LogLevel level, Exception cause, string format, object[] args)
    {
        if (args is not null && log.IsEnabled(level)) log.Log(level, cause, new LogMessage(log.Formatter, format, args));
    }
}
