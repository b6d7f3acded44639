#nullable enable
using System.Globalization;
using System.Text;
using Akka.Configuration;

namespace Akka.Hosting;

/// <summary>HOCON out of options: what is null stays out, so that the layers below decide.</summary>
internal sealed class HoconText
{
    private readonly StringBuilder _text = new();

    public HoconText Add(string path, string? value) => value is null ? this : Line(path, Quote(value));
    public HoconText Add(string path, bool? value) => value is { } v ? Line(path, v ? "on" : "off") : this;
    public HoconText Add(string path, int? value) => value is { } v ? Line(path, v.ToString(CultureInfo.InvariantCulture)) : this;

    public HoconText Add(string path, TimeSpan? value) => value is { } v
        ? Line(path, v == Timeout.InfiniteTimeSpan ? "infinite" : FormattableString.Invariant($"{v.TotalMilliseconds:0.####}ms"))
        : this;

    public HoconText Add(string path, IEnumerable<string>? values) =>
        values is null ? this : Line(path, "[" + string.Join(", ", values.Select(Quote)) + "]");

    public Config ToConfig() => ConfigurationFactory.ParseString(_text.ToString());

    public static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t") + "\"";

    private HoconText Line(string path, string value)
    {
        _text.Append(path).Append(" = ").Append(value).Append('\n');
        return this;
    }
}
