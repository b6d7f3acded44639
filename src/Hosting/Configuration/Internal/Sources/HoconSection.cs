using Akka.Configuration;

namespace Akka.Events.Hosting.Configuration.Internal.Sources;

/// <summary>An object of HOCON.</summary>
internal sealed class HoconSection(Config? config, string path) : ConfigSection(path)
{
    public override IReadOnlyList<string> Keys => config is null ? [] : [.. config.AsEnumerable().Select(p => p.Key)];

    public static HoconSection At(Config config, string path)
    {
        IsObject(config, path, out var at);
        return new HoconSection(at, path);
    }

    public override string PathOf(string key) => $"{Path}.{KeyNames.Segment(key)}";

    public override bool IsOption(string key, string option) => key == option;

    public override bool IsName(string key, string name) => KeyNames.Means(key, name);

    public override string Spelt(string option, string like) => option;

    public override string Property(string name) => name;

    public override ConfigSection Section(string key)
    {
        if (!Has(key)) return new HoconSection(null, PathOf(key));
        if (!IsObject(config!, Quoted(key), out var section)) throw new FormatException("must be a section { … } and not a single value");
        return new HoconSection(section, PathOf(key));
    }

    public override string? Text(string key)
    {
        if (!Has(key)) return null;
        if (config!.GetString(Quoted(key)) is { } text) return text;
        if (config.GetStringList(Quoted(key)).Count > 0) throw new FormatException("must be a single value and not a list");
        if (IsObject(config, Quoted(key), out var section) && section!.AsEnumerable().Any())
            throw new FormatException("must be a single value and not a section");
        return null;
    }

    public override IEnumerable<(string Name, string Value)> Flattened()
    {
        foreach (var key in Keys)
        {
            if (config!.GetString(Quoted(key)) is { } text)
            {
                yield return (key, text);
                continue;
            }
            if (!IsObject(config, Quoted(key), out var section)) continue;
            foreach (var (name, value) in new HoconSection(section, PathOf(key)).Flattened()) yield return ($"{key}.{name}", value);
        }
    }

    private bool Has(string key) => config is not null && config.HasPath(Quoted(key));

    /// <summary>Whether an object lies at a path. One may be asked for its keys; a list or a value may not.</summary>
    private static bool IsObject(Config config, string path, out Config? section)
    {
        section = null;
        if (!config.HasPath(path) || config.GetString(path) is not null || config.GetStringList(path).Count > 0) return false;
        section = config.GetConfig(path);
        return section is not null;
    }

    private static string Quoted(string key) => $"\"{key}\"";
}
