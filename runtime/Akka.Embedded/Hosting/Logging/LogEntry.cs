#nullable enable
using System.Collections;
using Akka.Event;

namespace Akka.Hosting.Logging;

/// <summary>A log event as the state that Microsoft's loggers expect: named values, and a text.</summary>
internal sealed class LogEntry(LogEvent logEvent) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("LogSource", logEvent.LogSource),
        1 => new("Thread", logEvent.Thread.ManagedThreadId),
        2 => new("Timestamp", logEvent.Timestamp),
        3 => new("Message", logEvent.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    public override string ToString() => $"[{logEvent.LogSource}] {logEvent.Message}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
