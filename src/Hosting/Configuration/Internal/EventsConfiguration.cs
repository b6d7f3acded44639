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
    private static readonly string[] Known = ["kafka", "postgresql", "sqlite", "topics", "publish", "outbox", "handler", "group", "groups"];

    private readonly Action<GroupOptions> _defaults;
    private readonly Dictionary<string, GroupSection> _groups = [];

    public EventsConfiguration(Config config, ErrorList errors)
    {
        var root = ConfigSection.At(config, Sections.Root);
        foreach (var key in root.Keys.Except(Known)) errors.Add(root.PathOf(key), $"unknown key; {KeyNames.Suggestion(key, Known)}");
        Kafka = Read(Sections.Kafka, "kafka");
        PostgreSql = Read(Sections.PostgreSql, "postgresql");
        Sqlite = Read(Sections.Sqlite, "sqlite");
        Topics = Read(Sections.Topics, "topics");
        Publish = Read(Sections.Publish, "publish");
        Outbox = Read(Sections.Outbox, "outbox");
        var handler = Sections.Handler.Read(SectionOf(root, "handler", errors), errors);
        var group = Sections.Group.Read(SectionOf(root, "group", errors), errors);
        _defaults = options =>
        {
            handler(options.Handler);
            group(options);
        };
        // Also what belongs to groups that aren't of this process is read, to find what is wrong in it.
        var groups = SectionOf(root, "groups", errors);
        foreach (var name in groups.Keys) _groups[name] = new GroupSection(SectionOf(groups, name, errors), errors);

        T Read<T>(Section<T> section, string key) where T : new()
        {
            var options = new T();
            section.Read(SectionOf(root, key, errors), errors)(options);
            return options;
        }
    }

    public KafkaOptions Kafka { get; }

    public PostgreSqlOptions PostgreSql { get; }

    public SqliteOptions Sqlite { get; }

    public TopicOptions Topics { get; }

    public PublishingOptions Publish { get; }

    public OutboxOptions Outbox { get; }

    /// <summary>The groups that have a section of their own.</summary>
    public IReadOnlyCollection<string> GroupNames => _groups.Keys;

    /// <summary>A group's options as they are configured.</summary>
    /// <param name="name">The group.</param>
    /// <param name="defaults">What code says of all groups; what is configured for this one is laid over it.</param>
    public GroupOptions Group(string name, Action<GroupOptions>? defaults)
    {
        var options = new GroupOptions();
        _defaults(options);
        defaults?.Invoke(options);
        Of(_groups, name)?.Options(options);
        return options;
    }

    /// <summary>The handlers that have a section of their own in a group.</summary>
    public IReadOnlyCollection<string> HandlerNames(string group) => Of(_groups, group) is { } section ? section.Handlers.Keys : [];

    /// <summary>Lays what is configured for one handler over what it has from its group.</summary>
    public void Handler(string group, string handler, HandlerOptions options)
    {
        if (Of(_groups, group) is { } section) Of(section.Handlers, handler)?.Invoke(options);
    }

    // A name as it is written, else one that means the same in another spelling.
    private static T? Of<T>(Dictionary<string, T> sections, string name) where T : class =>
        sections.GetValueOrDefault(name) ?? sections.FirstOrDefault(s => KeyNames.Means(s.Key, name)).Value;

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

    /// <summary>What is configured for one group.</summary>
    private sealed class GroupSection
    {
        public GroupSection(ConfigSection section, ErrorList errors)
        {
            Options = Sections.Group.Read(section, errors, HandlersKey);
            var handlers = SectionOf(section, HandlersKey, errors);
            foreach (var name in handlers.Keys) Handlers[name] = Sections.Handler.Read(SectionOf(handlers, name, errors), errors);
        }

        public Action<GroupOptions> Options { get; }

        public Dictionary<string, Action<HandlerOptions>> Handlers { get; } = [];
    }
}
