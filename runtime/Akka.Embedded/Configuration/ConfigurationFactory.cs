using System.Reflection;
using System.Text.Json;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public class ConfigurationFactory
{
    private static readonly Lazy<Config> Reference =
        new(() => FromResource("Akka.Configuration.Reference.conf", typeof(ConfigurationFactory).Assembly));

    public static Config Empty => Config.Empty;

    /// <summary>The built-in defaults of every key that the runtime reads.</summary>
    public static Config Default() => Reference.Value;

    /// <summary>The application's own configuration; there is no app.config on this platform, so it is empty.</summary>
    public static Config Load() => Config.Empty;

    public static Config ParseString(string hocon) =>
        string.IsNullOrWhiteSpace(hocon) ? Config.Empty : new Config(HoconParser.Parse(hocon));

    public static Config FromObject(object source) => ParseString(JsonSerializer.Serialize(source));

    public static Config FromResource(string resourceName, object instanceInAssembly) =>
        FromResource(resourceName, instanceInAssembly as Assembly ?? instanceInAssembly.GetType().Assembly);

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"{assembly.GetName().Name} has no resource named {resourceName}");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
