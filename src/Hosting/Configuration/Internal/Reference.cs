using Akka.Configuration;
using Akka.Events.Hosting.Configuration.Internal.Sources;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>The reference configuration: HOCON.conf of the repository's root.</summary>
internal static class Reference
{
    private const string Resource = "Akka.Events.reference.conf";

    public static Config Config { get; } = Read();

    /// <summary>Everything under akka.events, by its path.</summary>
    public static IReadOnlyDictionary<string, string> Flatten(Config config) =>
        HoconSection.At(config, Sections.Root).Flattened()
            .ToDictionary(p => $"{Sections.Root}.{p.Name}", p => p.Value, StringComparer.Ordinal);

    private static Config Read()
    {
        using var stream = typeof(Reference).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
