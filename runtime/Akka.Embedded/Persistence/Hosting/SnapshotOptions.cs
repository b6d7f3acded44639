#nullable enable
using System.Text;
using Akka.Configuration;

namespace Akka.Persistence.Hosting;

public abstract class SnapshotOptions
{
    private const string Kind = "akka.persistence.snapshot-store";

    protected SnapshotOptions(bool isDefault) => IsDefaultPlugin = isDefault;

    public bool AutoInitialize { get; set; }
    public Config DefaultConfig => InternalDefaultConfig;
    public abstract string Identifier { get; set; }
    public bool IsDefaultPlugin { get; set; }
    public string PluginId => $"{Kind}.{Identifier}";
    public string? Serializer { get; set; }

    protected abstract Config InternalDefaultConfig { get; }

    public Config ToConfig() => ConfigurationFactory.ParseString(Build(new StringBuilder()).ToString());

    /// <summary>Wraps the keys that a derived class has written into the plugin's section.</summary>
    protected virtual StringBuilder Build(StringBuilder sb) =>
        PluginOptions.Wrap(sb, Kind, PluginId, IsDefaultPlugin, AutoInitialize, Serializer);
}
