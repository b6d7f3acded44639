using Akka.Configuration;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting.Configuration.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>Brings code and configuration together. All that is wrong is told at once.</summary>
internal sealed class Planner
{
    private readonly EventsSetup _setup;
    private readonly ErrorList _errors = new();
    private readonly EventsConfiguration _configuration;
    private readonly KafkaNames _names;

    private Planner(EventsSetup setup, Config config)
    {
        _setup = setup;
        _configuration = new EventsConfiguration(config, setup.Configuration, setup.ConfigurationSection, _errors);
        setup.Names?.Invoke(_configuration.Names);
        _names = new KafkaNames(_configuration.Names, _errors);
    }

    /// <exception cref="EventsConfigurationException">It can't work.</exception>
    public static EventsPlan Plan(EventsSetup setup, Config config) => new Planner(setup, config).Plan();

    private EventsPlan Plan()
    {
        var kafka = Kafka();
        var store = new StorePlanner(_setup, _configuration, _errors).Plan();
        var publish = _configuration.Publish;
        _setup.Publish?.Invoke(publish);
        Sections.Publish.Check($"{Sections.Root}.publish", publish, _errors);
        var topics = _configuration.Topics;
        _setup.Topics?.Invoke(topics);
        Sections.Topics.Check($"{Sections.Root}.topics", topics, _errors);
        var limits = _configuration.Limits;
        _setup.Limits?.Invoke(limits);
        Sections.Limits.Check($"{Sections.Root}.limits", limits, _errors);
        var reading = _configuration.Reading;
        _setup.Reading?.Invoke(reading);
        Sections.Reading.Check($"{Sections.Root}.reading", reading, _errors);
        var groups = Groups(kafka);
        ClientProperties.CheckTogether(
            $"{Sections.Root}.kafka.client", kafka, [.. groups.Select(g => g.Options.Protocol).DefaultIfEmpty().Distinct()], _errors);
        if (groups.Find(g => g.HasEntities) is { } needy && store is null)
            _errors.Add(
                $"group '{needy.Name}' has entities, and nothing says where their states are kept: "
                + $"call UsePostgreSql, UseSqlite or UseInMemory, or set {Sections.Root}.postgresql.connection-string or {Sections.Root}.sqlite.path");
        if (groups.Find(g => g.HasEntities) is { } kept && store?.Kind == StoreKind.MySql)
            _errors.Add(
                $"group '{kept.Name}' has entities, and MySQL doesn't keep their states: give them a process of their own, with UsePostgreSql or UseSqlite");
        CheckTransactions(groups, store);
        var outbox = Outbox(store);
        _errors.ThrowIfAny();
        return new EventsPlan
        {
            Kafka = kafka,
            TopicNames = _names.Topics,
            Store = store,
            Topics = topics,
            RegisteredTopics = publish.RequireRegisteredTopics ? _setup.RegisteredTopics.Select(_names.Topics.Of).ToHashSet() : null,
            Publish = publish,
            Reading = reading,
            Views = _setup.Views,
            Outbox = outbox,
            Limits = limits,
            Groups = groups,
            Warnings = Warnings(),
        };
    }

    private OutboxOptions? Outbox(StorePlan? store)
    {
        var options = _configuration.Outbox;
        _setup.Outbox?.Invoke(options);
        Sections.Outbox.Check($"{Sections.Root}.outbox", options, _errors);
        if (_setup.Outbox is null) return null;
        if (store?.Kind != StoreKind.PostgreSql)
            _errors.Add($"UseOutbox is called, and its table needs PostgreSQL: call UsePostgreSql, or set {Sections.Root}.postgresql.connection-string");
        return options;
    }

    private void CheckTransactions(List<GroupPlan> groups, StorePlan? store)
    {
        if (groups.Find(g => g.HasTransactions) is not { } group) return;
        if (store?.Kind is not (StoreKind.PostgreSql or StoreKind.MySql))
            _errors.Add(
                $"group '{group.Name}' handles events in transactions of PostgreSQL, and that isn't the store: "
                + $"call UsePostgreSql, or set {Sections.Root}.postgresql.connection-string (or UseMySql, of package Akka.Events.Persistence.MySql)");
        foreach (var both in groups.Where(g => g.HasTransactions && g.HasEntities))
            _errors.Add(
                $"group '{both.Name}' has entities and handlers in transactions: a record is committed with the one or with the other, so "
                + "give each a group of its own");
    }

    private KafkaOptions Kafka()
    {
        var options = _configuration.Kafka;
        options.BootstrapServers = _setup.ConnectionString(_setup.KafkaConnection) ?? options.BootstrapServers;
        _setup.Kafka?.Invoke(options);
        var path = $"{Sections.Root}.kafka";
        var problem = string.IsNullOrWhiteSpace(options.BootstrapServers)
            ? $"is not set{(_setup.KafkaConnection is { } name ? $", and there is no connection string '{name}'" : "")}: call UseKafka(\"host:port\"), or set it (Akka:Events:Kafka:BootstrapServers in appsettings.json)"
            : Brokers.Problem(options.BootstrapServers, ClientProperties.SecurityProtocol(options));
        if (problem is not null) _errors.Add($"{path}.bootstrap-servers", problem);
        Sections.Kafka.Check(path, options, _errors);
        return options;
    }

    private List<GroupPlan> Groups(KafkaOptions kafka)
    {
        foreach (var twice in _setup.Groups.GroupBy(g => g.Name).Where(g => g.Count() > 1))
            _errors.Add($"group '{twice.Key}' is registered {twice.Count()} times");
        var groups = _setup.Groups.DistinctBy(g => g.Name).ToArray();
        foreach (var same in groups.GroupBy(g => _names.OfGroup(g.Name)).Where(g => g.Count() > 1))
            _errors.Add(
                $"{Sections.Root}.names.groups.{KeyNames.Segment(same.Last().Name)}",
                $"the groups {string.Join(" and ", same.Select(g => $"'{g.Name}'"))} have one name in Kafka, '{same.Key}': give each its own");
        return [.. groups.Select(g => Group(g, kafka))];
    }

    private GroupPlan Group(GroupBuilder group, KafkaOptions kafka)
    {
        var name = _names.OfGroup(group.Name);
        if (Names.GroupProblem(name) is { } problem) _errors.Add($"group '{group.Name}' {problem}");
        if (group.Handlers.Count == 0) _errors.Add($"group '{group.Name}' has no handlers: call Entity or Handle");
        var options = _configuration.Group(group.Name, _setup.GroupDefaults);
        group.ConfigureOptions?.Invoke(options);
        var path = $"{Sections.Root}.groups.{KeyNames.Segment(group.Name)}";
        Sections.Group.Check(path, options, _errors);
        if (ClientProperties.RebalanceTimeout(kafka) is { } rebalance && options.DrainTimeout >= rebalance)
            _errors.Add(
                $"{path}.drain-timeout",
                $"'{ValueText.Of(options.DrainTimeout)}' is not below kafka.client's max.poll.interval.ms ({ValueText.Of(rebalance)}): Kafka "
                + "takes the partitions away from a member that is longer in giving them up");
        CheckHandlers(group);
        if (group.IsBroadcast) options.StartFrom = Confluent.Kafka.AutoOffsetReset.Latest;
        var plan = new GroupPlan(name, options, Handlers(group, options, path)) { IsBroadcast = group.IsBroadcast };
        if (plan.IsBroadcast) CheckBroadcast(group.Name, plan);
        if (!plan.HasEntities) CheckStarts(group.Name, plan);
        return plan;
    }

    private void CheckBroadcast(string name, GroupPlan plan)
    {
        if (plan.HasEntities || plan.HasTransactions)
            _errors.Add($"broadcast '{name}' has entities or handlers in transactions: every process would count each event, so put them into a group");
        foreach (var handler in plan.Handlers.Select(h => h.Definition))
            if (handler.Options.OnFailure != FailureMode.Discard || handler.Options.OnUndecodable != FailureMode.Discard)
                _errors.Add(
                    $"broadcast '{name}': handler '{handler.Name}' doesn't discard what fails for good, and nobody would handle it later: leave "
                    + "on-failure and on-undecodable at discard, or use a group");
    }

    private void CheckStarts(string name, GroupPlan plan)
    {
        foreach (var handler in plan.Handlers.Select(h => h.Definition))
            if (handler.Options.StartsFrom == HandlerStart.Beginning)
                _errors.Add(
                    $"group '{name}': handler '{handler.Name}' is to begin at its topics' beginning, and a group without entities has one position "
                    + "for all its handlers: put it into a group of its own, or leave starts-from at group");
    }

    private void CheckHandlers(GroupBuilder group)
    {
        string[] names = [.. group.Handlers.Select(h => h.Name)];
        foreach (var other in _configuration.OtherHandlers(group.Name, names))
            _errors.Add(other.Path, $"the group has no such handler; {KeyNames.Suggestion(other.Key, names)}");
        foreach (var same in group.Handlers.GroupBy(h => h.Name).Where(h => h.Count() > 1))
            _errors.Add($"group '{group.Name}': {string.Join(" and ", same.Select(h => h.What))} have the same name '{same.Key}'");
        foreach (var twice in group.Handlers.OfType<EntitySetup>().GroupBy(e => e.Entity).Where(e => e.Count() > 1))
            _errors.Add($"group '{group.Name}': entity {twice.Key.Name} is registered {twice.Count()} times");
    }

    private List<HandlerPlan> Handlers(GroupBuilder group, GroupOptions groupOptions, string path)
    {
        var plans = new List<HandlerPlan>();
        foreach (var handler in group.Handlers)
        {
            if (Names.HandlerProblem(handler.Name) is { } name) _errors.Add($"group '{group.Name}': handler '{handler.Name}' {name}");
            if (handler.Problem is { } problem)
            {
                _errors.Add($"group '{group.Name}': {problem}");
                continue;
            }
            var options = groupOptions.Handler.Copy();
            // What is said for all handlers is meant for groups.
            if (group.IsBroadcast) options.OnFailure = options.OnUndecodable = FailureMode.Discard;
            _configuration.Handler(group.Name, handler.Name, options);
            var plan = handler.Plan(options);
            plan.Definition.Index = plans.Count;
            var handlerPath = $"{path}.handlers.{KeyNames.Segment(handler.Name)}";
            Sections.Handler.Check(handlerPath, plan.Definition.Options, _errors);
            if (plan.Definition is { IsInTransaction: false, Options.DedupeFor: var dedupe } && dedupe > TimeSpan.Zero)
                _errors.Add(
                    $"{handlerPath}.dedupe-for",
                    $"'{ValueText.Of(dedupe)}' is for handlers in transactions (HandleInTransaction), which note the ids together with what they do");
            plans.Add(plan);
        }
        return plans;
    }

    private List<string> Warnings()
    {
        string[] names = [.. _setup.Groups.Select(g => g.Name)];
        return
        [
            .. _names.OtherGroups(names).Select(
                other => $"{Sections.Root}.names.groups.{KeyNames.Segment(other)}: this process has no such group; {KeyNames.Suggestion(other, names)}"),
            .. _configuration.OtherGroups(names).Select(
                other => $"{other.Path}: this process has no such group; {KeyNames.Suggestion(other.Key, names)}"),
        ];
    }
}
