using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting.Configuration.Internal.Sources;

/// <summary>
/// A section of the host's configuration. Its keys may be spelt in any way: <c>MaxOutstanding</c>, <c>max-outstanding</c>, <c>MAX_OUTSTANDING</c>.
/// </summary>
internal sealed class HostSection(IReadOnlyList<HostEntry> entries, string path) : ConfigSection(path)
{
    private static readonly char Separator = ConfigurationPath.KeyDelimiter[0];

    // As the source that speaks last spells them.
    public override IReadOnlyList<string> Keys =>
        [.. entries.Where(e => e.Keys.Length > 0).Reverse().DistinctBy(e => KeyNames.Letters(e.First)).Reverse().Select(e => e.First)];

    public static HostSection At(IConfiguration configuration, string path) => new(HostEntries.Of(configuration, path), path);

    public override string PathOf(string key) => $"{Path}{Separator}{Keys.FirstOrDefault(k => Same(k, key)) ?? key}";

    public override bool IsOption(string key, string option) => Same(key, option);

    public override bool IsName(string key, string name) => Same(key, name);

    public override string Spelt(string option, string like) => like.Any(char.IsUpper) ? KeyNames.Pascal(option) : option;

    public override ConfigSection Section(string key)
    {
        var below = Below(key);
        // A section has an empty value of its own where it comes from arguments (--Akka:Events=), as a test host's settings do.
        if (Own(below) is { Length: > 0 }) throw new FormatException("must be a section with keys of its own and not a single value");
        return new HostSection(below, PathOf(key));
    }

    public override string? Text(string key)
    {
        var below = Below(key);
        if (below.Select(e => e.Keys.Length > 0 ? e.First : null).OfType<string>().ToArray() is not { Length: > 0 } keys) return Own(below);
        throw new FormatException($"must be a single value and not a {(keys.All(k => int.TryParse(k, out _)) ? "list" : "section")}");
    }

    public override IEnumerable<(string Name, string Value)> Flattened()
    {
        var values = entries.Where(e => e.Keys.Length > 0).Select(e => (Name: string.Join('.', e.Keys.ToArray()), e.Value))
            .Reverse().DistinctBy(e => e.Name, StringComparer.OrdinalIgnoreCase).Reverse().ToArray();
        // An empty one that has others below it is the section's own, not a value.
        return from v in values
               where v.Value is not null && !(v.Value.Length == 0 && values.Any(o => o.Name.StartsWith($"{v.Name}.", StringComparison.OrdinalIgnoreCase)))
               select (v.Name, v.Value);
    }

    // security.protocol, SecurityProtocol and SECURITY_PROTOCOL: librdkafka's own names know neither '-' nor '_' nor upper case.
    public override string Property(string name) =>
        (name.Any(char.IsLower) ? KeyNames.Kebab(name) : name.ToLowerInvariant()).Replace('_', '.').Replace('-', '.').Replace("..", ".", StringComparison.Ordinal);

    private static bool Same(string key, string name) => KeyNames.Letters(key) == KeyNames.Letters(name);

    private static string? Own(IEnumerable<HostEntry> below) => below.LastOrDefault(e => e.Keys.Length == 0).Value;

    private HostEntry[] Below(string key) => [.. entries.Where(e => e.Keys.Length > 0 && Same(e.First, key)).Select(e => e.Below)];
}
