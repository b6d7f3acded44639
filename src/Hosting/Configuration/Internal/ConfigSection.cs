using Akka.Configuration;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>An object of a configuration, and the path at which it lies.</summary>
internal sealed class ConfigSection(Config? config, string path)
{
    public string Path { get; } = path;

    public IReadOnlyList<string> Keys => config is null ? [] : [.. config.AsEnumerable().Select(p => p.Key)];

    public static ConfigSection At(Config config, string path)
    {
        IsObject(config, path, out var at);
        return new ConfigSection(at, path);
    }

    public string PathOf(string key) => $"{Path}.{KeyNames.Segment(key)}";

    /// <summary>The object under a key; an empty one where there is none.</summary>
    /// <exception cref="FormatException">Something else lies there.</exception>
    public ConfigSection Section(string key)
    {
        if (!Has(key)) return new ConfigSection(null, PathOf(key));
        if (!IsObject(config!, Quoted(key), out var section)) throw new FormatException("must be a section { … } and not a single value");
        return new ConfigSection(section, PathOf(key));
    }

    /// <summary>The single value under a key; null where there is none.</summary>
    /// <exception cref="FormatException">A section or a list lies there.</exception>
    public string? Text(string key)
    {
        if (!Has(key)) return null;
        if (config!.GetString(Quoted(key)) is { } text) return text;
        if (config.GetStringList(Quoted(key)).Count > 0) throw new FormatException("must be a single value and not a list");
        if (IsObject(config, Quoted(key), out var section) && section!.AsEnumerable().Any())
            throw new FormatException("must be a single value and not a section");
        return null;
    }

    /// <summary>Everything below, by dotted names.</summary>
    public IEnumerable<(string Name, string Value)> Flattened()
    {
        foreach (var key in Keys)
        {
            if (config!.GetString(Quoted(key)) is { } text)
            {
                yield return (key, text);
                continue;
            }
            if (!IsObject(config, Quoted(key), out var section)) continue;
            foreach (var (name, value) in new ConfigSection(section, PathOf(key)).Flattened()) yield return ($"{key}.{name}", value);
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
