using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Configuration.Internal.Sources;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>
/// Sees that the shards' journal and snapshot store are in effect as the event system has set them: exactly-once stands on it. The user's
/// own plugins are the user's.
/// </summary>
internal static class OwnPlugins
{
    private static readonly string[] Paths = [JournalPlugin.JournalId, JournalPlugin.SnapshotId];

    /// <param name="set">What they have been set to.</param>
    /// <param name="system">Where it is to be in effect.</param>
    /// <param name="errors">Where to what isn't.</param>
    public static void Check(Config set, ActorSystem system, ErrorList errors)
    {
        foreach (var path in Paths)
        {
            var (meant, there) = (Flatten(set, path), Flatten(system.Settings.Config, path));
            foreach (var key in meant.Keys.Union(there.Keys).Where(k => meant.GetValueOrDefault(k) != there.GetValueOrDefault(k)))
                errors.Add(
                    $"{path}.{key}",
                    $"is the event system's own{(meant.TryGetValue(key, out var value) ? $", and has to be '{value}'" : "")}: take it out");
        }
        foreach (var type in EventsSerializer.Types)
            if (system.Serialization.FindSerializerForType(type) is not EventsSerializer)
                errors.Add("akka.actor.serialization-bindings", $"{type.Name} is the event system's own: take it out");
    }

    private static Dictionary<string, string> Flatten(Config config, string path) =>
        HoconSection.At(config, path).Flattened().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
