namespace Akka.Events.Hosting.Configuration.Internal.Sources;

/// <summary>A section of what is configured, wherever it stands, and the path at which it lies, spelt as there.</summary>
internal abstract class ConfigSection(string path)
{
    public string Path { get; } = path;

    /// <summary>The names below, as they are spelt, each meaning once.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    public abstract string PathOf(string key);

    /// <summary>Whether a key that stands here means an option (max-outstanding).</summary>
    public abstract bool IsOption(string key, string option);

    /// <summary>Whether a key that stands here means a group or a handler.</summary>
    public abstract bool IsName(string key, string name);

    /// <summary>An option, as one would write it where another key is spelt like this.</summary>
    public abstract string Spelt(string option, string like);

    /// <summary>The section under an option or a key; an empty one where there is none.</summary>
    /// <exception cref="FormatException">Something else lies there.</exception>
    public abstract ConfigSection Section(string key);

    /// <summary>The single value under a key; null where there is none.</summary>
    /// <exception cref="FormatException">A section or a list lies there.</exception>
    public abstract string? Text(string key);

    /// <summary>Everything below, by dotted names.</summary>
    public abstract IEnumerable<(string Name, string Value)> Flattened();

    /// <summary>The name of one of librdkafka's properties, by one of <see cref="Flattened"/>.</summary>
    public abstract string Property(string name);

    /// <summary>The section under a key; an empty one, and an error, where something else lies there.</summary>
    public ConfigSection Section(string key, ErrorList errors)
    {
        try
        {
            return Section(key);
        }
        catch (FormatException e)
        {
            errors.Add(PathOf(key), e.Message);
            return new HoconSection(null, PathOf(key));
        }
    }

    /// <summary>What to say of a key that means nothing.</summary>
    public string Suggestion(string key, IEnumerable<string> options) => KeyNames.Suggestion(key, [.. options.Select(o => Spelt(o, key))]);
}
