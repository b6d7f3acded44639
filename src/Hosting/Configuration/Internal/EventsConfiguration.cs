using Akka.Configuration;
using Akka.Events.Consuming;
using Akka.Events.Handling;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>
/// What stands under <c>akka.events</c>, laid over the options' own defaults: <c>groups."name".handlers."handler"</c> over
/// <c>groups."name".handler</c> over
/// <c>group.handler</c> over <c>handler</c>, and <c>groups."name"</c> over <c>group</c>. What can't be read is added to the errors and left
/// at its default.
/// </summary>
internal sealed class EventsConfiguration
{
    private const string HandlersKey = "handlers";
    private static readonly string[] Known = ["kafka", "postgresql", "sqlite", "topics", "publish", "handler", "group", "groups"];

    private readonly ConfigSection _handler;
    private readonly ConfigSection _group;
    private readonly ConfigSection _groups;

    public EventsConfiguration(Config config, ErrorList errors)
    {
        var root = ConfigSection.At(config, Sections.Root);
        foreach (var key in root.Keys.Except(Known)) errors.Add(root.PathOf(key), $"unknown key; {KeyNames.Suggestion(key, Known)}");
        Sections.Kafka.Read(SectionOf(root, "kafka", errors), Kafka, errors);
        Sections.PostgreSql.Read(SectionOf(root, "postgresql", errors), PostgreSql, errors);
        Sections.Sqlite.Read(SectionOf(root, "sqlite", errors), Sqlite, errors);
        Sections.Topics.Read(SectionOf(root, "topics", errors), Topics, errors);
        Sections.Publish.Read(SectionOf(root, "publish", errors), Publish, errors);
        _handler = SectionOf(root, "handler", errors);
        _group = SectionOf(root, "group", errors);
        _groups = SectionOf(root, "groups", errors);
        // Also what belongs to groups that aren't of this process is read, to find what is wrong in it.
        Defaults(errors);
        foreach (var name in _groups.Keys) Group(name, null, errors);
    }

    public KafkaOptions Kafka { get; } = new();

    public PostgreSqlOptions PostgreSql { get; } = new();

    public SqliteOptions Sqlite { get; } = new();

    public TopicOptions Topics { get; } = new();

    public PublishingOptions Publish { get; } = new();

    /// <summary>The groups that have a section of their own.</summary>
    public IReadOnlyList<string> GroupNames => _groups.Keys;

    /// <summary>A group's options as they are configured.</summary>
    /// <param name="name">The group.</param>
    /// <param name="defaults">What code says of all groups; what is configured for this one is laid over it.</param>
    public GroupOptions Group(string name, Action<GroupOptions>? defaults) => Group(name, defaults, new ErrorList());

    /// <summary>The handlers that have a section of their own in a group.</summary>
    public IReadOnlyList<string> HandlerNames(string group) => HandlersOf(group, new ErrorList()).Keys;

    /// <summary>Lays what is configured for one handler over what it has from its group.</summary>
    public void Handler(string group, string handler, HandlerOptions options) =>
        Handler(HandlersOf(group, new ErrorList()), handler, options, new ErrorList());

    private GroupOptions Defaults(ErrorList errors)
    {
        var options = new GroupOptions();
        Sections.Handler.Read(_handler, options.Handler, errors);
        Sections.Group.Read(_group, options, errors);
        return options;
    }

    private GroupOptions Group(string name, Action<GroupOptions>? defaults, ErrorList errors)
    {
        var options = Defaults(new ErrorList());
        defaults?.Invoke(options);
        if (KeyOf(_groups, name) is not { } key) return options;
        Sections.Group.Read(SectionOf(_groups, key, errors), options, errors, HandlersKey);
        var handlers = HandlersOf(name, errors);
        foreach (var handler in handlers.Keys) Handler(handlers, handler, new HandlerOptions(), errors);
        return options;
    }

    private ConfigSection HandlersOf(string group, ErrorList errors) =>
        KeyOf(_groups, group) is { } key
            ? SectionOf(SectionOf(_groups, key, new ErrorList()), HandlersKey, errors)
            : new ConfigSection(null, _groups.PathOf(group));

    private static void Handler(ConfigSection handlers, string handler, HandlerOptions options, ErrorList errors)
    {
        if (KeyOf(handlers, handler) is { } key) Sections.Handler.Read(SectionOf(handlers, key, errors), options, errors);
    }

    private static string? KeyOf(ConfigSection section, string name) =>
        section.Keys.FirstOrDefault(k => k == name) ?? section.Keys.FirstOrDefault(k => KeyNames.Means(k, name));

    private static ConfigSection SectionOf(ConfigSection parent, string key, ErrorList errors)
    {
        try
        {
            return parent.Section(key);
        }
        catch (FormatException e)
        {
            errors.Add(parent.PathOf(key), e.Message);
            return new ConfigSection(null, parent.PathOf(key));
        }
    }
}
