using Akka.Configuration;

namespace Akka.Persistence;

/// <summary>Types named in the configuration as the real packages name them: their assemblies are this one.</summary>
internal static class PluginType
{
    internal static string Name(Config config, string id)
    {
        var type = config.GetString("class") ?? throw new ArgumentException($"[{id}] names no plugin class");
        var name = type.Split(',')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..];
    }

    internal static T Create<T>(string typeName)
    {
        var type = Type.GetType(typeName) ?? typeof(PluginType).Assembly.GetType(typeName.Split(',')[0].Trim());
        return type is null ? throw new ConfigurationException($"There is no type [{typeName}]") : (T)Activator.CreateInstance(type);
    }
}
