using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>
/// Whether a group's topics are fit to be read, before it joins: they are there, may be read, and are those that its state stands on.
/// </summary>
internal static class GroupTopics
{
    /// <summary>Checks them, and gives each route the name of its offsets in the journal.</summary>
    /// <exception cref="InvalidOperationException">They aren't fit; the message says which and why, and what to do.</exception>
    public static async Task Check(
        GroupContext group, IReadOnlyDictionary<string, TopicInfo> topics, RecreatedTopic recreated, ILogger log, CancellationToken ct)
    {
        if (Missing(group, topics) is { } missing) throw new InvalidOperationException(missing);
        if (!group.KeepsOffsets) return;
        if (group.HasEntities && topics.Values.Select(t => t.Partitions).Distinct().Count() > 1)
            throw new InvalidOperationException(
                $"its topics feed the same entities and need equal partition counts, but have {string.Join(", ", topics.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}: {t.Value.Partitions}"))}");
        var now = topics.Select(t => new KnownTopic(t.Key, t.Value.Id, t.Value.Partitions, 0)).ToArray();
        var known = await group.States.Know(group.Name, now, ct).ConfigureAwait(false);
        group.Keys.Recall(known, group);
        foreach (var topic in now)
        {
            if (group.HasEntities && known[topic.Topic].Partitions != topic.Partitions)
                throw new InvalidOperationException(Resized(topic, known[topic.Topic].Partitions));
            var meant = await Same(group, known[topic.Topic], topic, recreated, log, ct).ConfigureAwait(false);
            group.Routes.First(r => r.Name == topic.Topic).JournalName = meant.JournalName;
        }
    }

    /// <summary>What of the topics isn't there or may not be read; null when nothing.</summary>
    public static string? Missing(GroupContext group, IReadOnlyDictionary<string, TopicInfo> topics)
    {
        var missing = group.Routes.Where(r => !topics.ContainsKey(r.Name)).Select(r => $"topic '{r.Name}' doesn't exist");
        var refused = topics.Where(t => !t.Value.MayRead).Select(t => $"this user may not read topic '{t.Key}': it needs the right Read");
        return string.Join("; ", missing.Concat(refused)) is { Length: > 0 } problem ? problem : null;
    }

    private static string Resized(KnownTopic topic, int known) =>
        $"topic '{topic.Topic}' has {topic.Partitions} partitions, and had {known} when the group's state began: keys now lie in other partitions than their states. "
        + $"Give the topic {known} partitions again (a new one, the events copied over), or rename the group: it then builds its state anew";

    private static async Task<KnownTopic> Same(
        GroupContext group, KnownTopic known, KnownTopic now, RecreatedTopic recreated, ILogger log, CancellationToken ct)
    {
        if (known.Id == now.Id || now.Id.Length == 0) return known;
        var by = known with { Id = now.Id };
        if (known.Id.Length > 0)
        {
            switch (recreated)
            {
                case RecreatedTopic.Beginning:
                    by = by with { Life = known.Life + 1 };
                    ConsumingLog.TopicReadFromBeginning(log, group.Name, now.Topic, ", and the group's state stays");
                    break;
                case RecreatedTopic.SameOffsets:
                    ConsumingLog.TopicReadOn(log, group.Name, now.Topic);
                    break;
                default:
                    throw new InvalidOperationException(
                        $"topic '{now.Topic}' has been deleted and made again since the group handled it: the offsets in its journal are those of the former topic. "
                        + "Set recreated-topic = beginning (its events are new: keep the state and read all of them) or same-offsets (it is a copy with equal offsets), "
                        + "or rename the group: it then builds its state anew");
            }
        }
        await group.States.Replace(group.Name, known, by, ct).ConfigureAwait(false);
        // Another process may have been faster; what is stored counts.
        return (await group.States.Know(group.Name, [by], ct).ConfigureAwait(false))[now.Topic];
    }
}
