using Akka.Configuration;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting.Configuration.Internal.Sources;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>
/// What stands under <c>akka.events</c> in HOCON and, over it, in the host's configuration, laid over the options' own defaults:
/// <c>groups."name".handlers."handler"</c> over <c>groups."name".handler</c> over <c>group.handler</c> over <c>handler</c>, and
/// <c>groups."name"</c> over <c>group</c>. What can't be read is added to the errors and left at its default.
/// </summary>
internal sealed class EventsConfiguration
{
    private const string HandlersKey = "handlers";
    private static readonly string[] Known = ["names", "kafka", "postgresql", "sqlite", "mysql", "topics", "publish", "reading", "outbox", "limits", "handler", "group", "groups"];

    private readonly ConfigSection[] _sources;
    private readonly ErrorList _errors;
    private readonly Action<GroupOptions> _defaults;
    private readonly List<GroupSection> _groups = [];

    /// <param name="hocon">The actor system's HOCON.</param>
    /// <param name="host">The host's configuration; null where there is none.</param>
    /// <param name="section">Where in it the event system's own begins.</param>
    /// <param name="errors">What is wrong.</param>
    public EventsConfiguration(Config hocon, IConfiguration? host, string section, ErrorList errors)
    {
        _errors = errors;
        // Later ones win.
        _sources = host is null ? [HoconSection.At(hocon, Sections.Root)] : [HoconSection.At(hocon, Sections.Root), HostSection.At(host, section)];
        foreach (var source in _sources)
            foreach (var key in source.Keys.Where(key => !Known.Any(known => source.IsOption(key, known))))
                errors.Add(source.PathOf(key), $"unknown key; {source.Suggestion(key, Known)}");
        Names = Read(Sections.Names, "names");
        Kafka = Read(Sections.Kafka, "kafka");
        PostgreSql = Read(Sections.PostgreSql, "postgresql");
        Sqlite = Read(Sections.Sqlite, "sqlite");
        MySql = Read(Sections.MySql, "mysql");
        Topics = Read(Sections.Topics, "topics");
        Publish = Read(Sections.Publish, "publish");
        Reading = Read(Sections.Reading, "reading");
        Outbox = Read(Sections.Outbox, "outbox");
        Limits = Read(Sections.Limits, "limits");
        var handler = Configured(Sections.Handler, "handler");
        var group = Configured(Sections.Group, "group");
        _defaults = options =>
        {
            handler(options.Handler);
            group(options);
        };
        // Also what belongs to groups that aren't of this process is read, to find what is wrong in it.
        foreach (var source in _sources)
        {
            var groups = source.Section("groups", errors);
            foreach (var name in groups.Keys) _groups.Add(new GroupSection(groups, name, errors));
        }
    }

    public NameOptions Names { get; }

    public ReadingOptions Reading { get; }

    public KafkaOptions Kafka { get; }

    public PostgreSqlOptions PostgreSql { get; }

    public SqliteOptions Sqlite { get; }

    public MySqlOptions MySql { get; }

    public TopicOptions Topics { get; }

    public PublishingOptions Publish { get; }

    public OutboxOptions Outbox { get; }

    public LimitOptions Limits { get; }

    /// <summary>
    /// Checks what is configured by itself, also for groups that aren't of this process, without reaching for a server. What code says beside it
    /// isn't known.
    /// </summary>
    public void Check(ErrorList errors)
    {
        Sections.Kafka.Check($"{Sections.Root}.kafka", Kafka, errors);
        Sections.PostgreSql.Check($"{Sections.Root}.postgresql", PostgreSql, errors);
        Sections.Sqlite.Check($"{Sections.Root}.sqlite", Sqlite, errors);
        Sections.MySql.Check($"{Sections.Root}.mysql", MySql, errors);
        Sections.Topics.Check($"{Sections.Root}.topics", Topics, errors);
        Sections.Publish.Check($"{Sections.Root}.publish", Publish, errors);
        Sections.Outbox.Check($"{Sections.Root}.outbox", Outbox, errors);
        Sections.Limits.Check($"{Sections.Root}.limits", Limits, errors);
        Sections.Reading.Check($"{Sections.Root}.reading", Reading, errors);
        var defaults = new GroupOptions();
        _defaults(defaults);
        Sections.Group.Check($"{Sections.Root}.group", defaults, errors);
        var protocols = new HashSet<Confluent.Kafka.GroupProtocol> { defaults.Protocol };
        foreach (var group in _groups.Select(section => section.Name.Key).Distinct())
        {
            var options = Group(group, null);
            var path = $"{Sections.Root}.groups.{KeyNames.Segment(group)}";
            Sections.Group.Check(path, options, errors);
            protocols.Add(options.Protocol);
            foreach (var name in Of(group).SelectMany(section => section.Handlers).Select(section => section.Name.Key).Distinct())
            {
                var handler = options.Handler.Copy();
                Handler(group, name, handler);
                Sections.Handler.Check($"{path}.handlers.{KeyNames.Segment(name)}", handler, errors);
            }
        }
        ClientProperties.CheckTogether($"{Sections.Root}.kafka.client", Kafka, protocols, errors);
    }

    /// <summary>The sections of groups that are none of these.</summary>
    public IEnumerable<Named> OtherGroups(IReadOnlyCollection<string> groups) =>
        _groups.Where(section => !groups.Any(section.Name.Means)).Select(section => section.Name);

    /// <summary>A group's options as they are configured.</summary>
    /// <param name="name">The group.</param>
    /// <param name="defaults">What code says of all groups; what is configured for this one is laid over it.</param>
    public GroupOptions Group(string name, Action<GroupOptions>? defaults)
    {
        var options = new GroupOptions();
        _defaults(options);
        defaults?.Invoke(options);
        foreach (var section in Of(name)) section.Options(options);
        return options;
    }

    /// <summary>The sections of handlers in a group that are none of these.</summary>
    public IEnumerable<Named> OtherHandlers(string group, IReadOnlyCollection<string> handlers) =>
        Of(group).SelectMany(section => section.Handlers).Where(section => !handlers.Any(section.Name.Means)).Select(section => section.Name);

    /// <summary>Lays what is configured for one handler over what it has from its group.</summary>
    public void Handler(string group, string handler, HandlerOptions options)
    {
        foreach (var section in Of(Of(group).SelectMany(section => section.Handlers), section => section.Name, handler)) section.Options(options);
    }

    private IEnumerable<GroupSection> Of(string group) => Of(_groups, section => section.Name, group);

    private T Read<T>(Section<T> section, string key) where T : new()
    {
        var options = new T();
        Configured(section, key)(options);
        return options;
    }

    private Action<T> Configured<T>(Section<T> section, string key) =>
        _sources.Aggregate((Action<T>)(_ => { }), (read, source) => read + section.Read(source.Section(key, _errors), _errors));

    // In each source a name as it is written, else one that means the same in another spelling.
    private static IEnumerable<T> Of<T>(IEnumerable<T> sections, Func<T, Named> named, string name) =>
        from source in sections.GroupBy(section => named(section).In)
        from section in source.Where(s => named(s).Key == name).DefaultIfEmpty(source.FirstOrDefault(s => named(s).Means(name))).Take(1)
        where section is not null
        select section;

    /// <summary>A group's or a handler's name as it stands in a source.</summary>
    /// <param name="In">The section in which it stands.</param>
    /// <param name="Key">As it is spelt.</param>
    internal sealed record Named(ConfigSection In, string Key)
    {
        public string Path => In.PathOf(Key);

        public bool Means(string name) => In.IsName(Key, name);
    }

    /// <summary>What one source has for one group.</summary>
    private sealed class GroupSection
    {
        public GroupSection(ConfigSection groups, string name, ErrorList errors)
        {
            Name = new Named(groups, name);
            var section = groups.Section(name, errors);
            Options = Sections.Group.Read(section, errors, HandlersKey);
            var handlers = section.Section(HandlersKey, errors);
            foreach (var handler in handlers.Keys)
                Handlers.Add(new HandlerSection(new Named(handlers, handler), Sections.Handler.Read(handlers.Section(handler, errors), errors)));
        }

        public Named Name { get; }

        public Action<GroupOptions> Options { get; }

        public List<HandlerSection> Handlers { get; } = [];
    }

    private sealed record HandlerSection(Named Name, Action<HandlerOptions> Options);
}
