using System.Globalization;
using System.Text;

namespace Akka.Event;

/// <summary>
/// Understands "{0}" as string.Format does, and named holes ("{OrderId}"), which take the values in order of appearance. A template that
/// doesn't fit its values is still logged, with the values behind it.
/// </summary>
internal sealed class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());

    public string Format(string format, params object[] args)
    {
        if (args is null or { Length: 0 }) return format;
        try
        {
            return string.Format(CultureInfo.InvariantCulture, HasNames(format) ? Numbered(format) : format, args);
        }
        catch (FormatException)
        {
            return $"{format} [{string.Join(", ", args)}]";
        }
    }

    private static bool HasNames(string format)
    {
        for (var i = 0; i + 1 < format.Length; i++)
        {
            if (format[i] != '{') continue;
            if (format[i + 1] == '{') i++;
            else if (!char.IsAsciiDigit(format[i + 1])) return true;
        }

        return false;
    }

    private static string Numbered(string format)
    {
        var text = new StringBuilder(format.Length);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            text.Append(format[i]);
            if (format[i] != '{') continue;
            if (i + 1 < format.Length && format[i + 1] == '{')
            {
                text.Append(format[++i]);
                continue;
            }

            text.Append(next++);
            while (i + 1 < format.Length && format[i + 1] is not (':' or ',' or '}')) i++;
        }

        return text.ToString();
    }
}
