namespace Akka.Event;

/// <summary>A template and its values, made into text when somebody reads it.</summary>
public class LogMessage(ILogMessageFormatter formatter, string format, object[] args)
{
    private string _text;

    public string Format { get; } = format;
    public object[] Args { get; } = args;

    public override string ToString() => _text ??= formatter.Format(Format, Args);
}
