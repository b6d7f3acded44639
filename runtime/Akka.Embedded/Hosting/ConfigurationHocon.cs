#nullable enable
using System.Globalization;
using System.Text;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Akka.Hosting;

/// <summary>
/// Microsoft's configuration as HOCON. A section stays below its own name; a dot in a key opens an object; children named 0, 1, 2 … are
/// an array; <c>_</c> becomes <c>-</c>; True and False become on and off; keys become lower-case when normalised (environment variables
/// are upper-case).
/// </summary>
internal static class ConfigurationHocon
{
    public static Config From(IConfiguration configuration, bool normalizeKeys)
    {
        var text = new StringBuilder();
        if (configuration is IConfigurationSection section) Field(text, section, normalizeKeys);
        else Fields(text, configuration.GetChildren(), normalizeKeys);
        return ConfigurationFactory.ParseString(text.ToString());
    }

    private static void Fields(StringBuilder text, IEnumerable<IConfigurationSection> sections, bool normalizeKeys)
    {
        foreach (var section in sections) Field(text, section, normalizeKeys);
    }

    private static void Field(StringBuilder text, IConfigurationSection section, bool normalizeKeys)
    {
        var children = section.GetChildren().ToArray();
        if (children.Length == 0 && section.Value is null) return;

        var key = normalizeKeys ? section.Key.ToLowerInvariant() : section.Key;
        text.AppendJoin('.', key.Replace('_', '-').Split('.').Select(HoconText.Quote)).Append(" : ");
        Value(text, section, children, normalizeKeys);
        text.Append('\n');
    }

    private static void Value(StringBuilder text, IConfigurationSection section, IConfigurationSection[] children, bool normalizeKeys)
    {
        if (children.Length == 0)
        {
            text.Append(section.Value switch
            {
                null => "null",
                { } v when bool.TryParse(v, out var flag) => flag ? "on" : "off",
                { } v => HoconText.Quote(v),
            });
        }
        else if (children.All(c => Index(c) >= 0))
        {
            text.Append("[\n");
            foreach (var child in children.OrderBy(Index))
            {
                Value(text, child, child.GetChildren().ToArray(), normalizeKeys);
                text.Append('\n');
            }
            text.Append(']');
        }
        else
        {
            text.Append("{\n");
            Fields(text, children, normalizeKeys);
            text.Append('}');
        }
    }

    private static int Index(IConfigurationSection section) =>
        int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
}
