#nullable enable
using System.Text;
using Akka.Hosting;

namespace Akka.Persistence.Hosting;

/// <summary>What the options of journals and of snapshot stores have in common.</summary>
internal static class PluginOptions
{
    /// <summary>Puts the keys into the plugin's section, and names it the default plugin where it is.</summary>
    internal static StringBuilder Wrap(
        StringBuilder keys, string kind, string pluginId, bool isDefaultPlugin, bool autoInitialize, string? serializer)
    {
        keys.AppendLine($"auto-initialize = {(autoInitialize ? "on" : "off")}");
        if (serializer is not null) keys.AppendLine($"serializer = {HoconText.Quote(serializer)}");
        keys.Insert(0, $"{pluginId} {{{Environment.NewLine}").AppendLine("}");
        if (isDefaultPlugin) keys.AppendLine($"{kind}.plugin = {HoconText.Quote(pluginId)}");
        return keys;
    }
}
