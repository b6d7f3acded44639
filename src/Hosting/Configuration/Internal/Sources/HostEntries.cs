using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting.Configuration.Internal.Sources;

/// <summary>
/// What the host's configuration has below a section, source by source: to <see cref="IConfiguration"/> BOOTSTRAP_SERVERS and BootstrapServers
/// are two keys, and only the order of its sources tells which of them the user meant last.
/// </summary>
internal static class HostEntries
{
    /// <summary>Later ones win.</summary>
    public static IReadOnlyList<HostEntry> Of(IConfiguration configuration, string path)
    {
        var entries = new List<HostEntry>();
        Add(configuration, path, entries);
        return entries;
    }

    private static void Add(IConfiguration configuration, string path, List<HostEntry> entries)
    {
        if (configuration is IConfigurationRoot root)
            foreach (var provider in root.Providers)
            {
                if (provider is ChainedConfigurationProvider chained) Add(chained.Configuration, path, entries);
                else Add(provider, path, [], entries);
            }
        else
            Add(configuration.GetSection(path), [], entries);
    }

    private static void Add(IConfigurationProvider provider, string path, string[] keys, List<HostEntry> entries)
    {
        if (provider.TryGet(path, out var value)) entries.Add(new HostEntry(keys, value));
        foreach (var key in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
            Add(provider, ConfigurationPath.Combine(path, key), [.. keys, key], entries);
    }

    private static void Add(IConfigurationSection section, string[] keys, List<HostEntry> entries)
    {
        if (section.Value is { } value) entries.Add(new HostEntry(keys, value));
        foreach (var child in section.GetChildren()) Add(child, [.. keys, child.Key], entries);
    }
}
