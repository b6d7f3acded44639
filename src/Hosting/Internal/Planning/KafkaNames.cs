using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>What topics and groups are called in Kafka.</summary>
internal sealed class KafkaNames
{
    private readonly NameOptions _options;

    public KafkaNames(NameOptions options, ErrorList errors)
    {
        const string path = $"{Sections.Root}.names";
        _options = options;
        Topics = new TopicNames(Prefix, options.Topics.AsReadOnly());
        // A prefix is right when something follows it.
        if (TopicName.Problem($"{Prefix}a") is { } prefix) errors.Add($"{path}.prefix", $"'{Prefix}' can't begin the name of a topic: {prefix}");
        foreach (var (topic, name) in options.Topics)
            if (TopicName.Problem(name) is { } problem)
                errors.Add($"{path}.topics.{KeyNames.Segment(topic)}", $"'{name}' can't be the name of a topic: {problem}");
        foreach (var (group, name) in options.Groups)
            if (Names.GroupProblem(name) is { } problem)
                errors.Add($"{path}.groups.{KeyNames.Segment(group)}", $"the group {problem}");
    }

    public TopicNames Topics { get; }

    private string Prefix => _options.Prefix ?? "";

    public string OfGroup(string name) => _options.Groups.TryGetValue(name, out var own) ? own : Prefix + name;

    /// <summary>Those of <see cref="NameOptions.Groups"/> that are none of these.</summary>
    public IEnumerable<string> OtherGroups(IEnumerable<string> groups) => _options.Groups.Keys.Except(groups);
}
