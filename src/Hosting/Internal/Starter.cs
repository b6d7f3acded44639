using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Operating.Internal;
using Akka.Events.Persistence.Internal;
using Akka.Events.Publishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Hosting.Internal;

/// <summary>Starts what is planned, in an actor system that is there, and sees to its end.</summary>
internal sealed class Starter
{
    private readonly EventsPlan _plan;
    private readonly EventStore _store;
    private readonly ActorSystem _system;
    private readonly CoordinatedShutdown _shutdown;
    private readonly EventsServices _services;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly IGroupObserver[] _observers;

    public Starter(EventsPlan plan, EventStore store, ActorSystem system, IDependencyResolver resolver)
    {
        _plan = plan;
        _store = store;
        _system = system;
        _shutdown = CoordinatedShutdown.Get(system);
        _time = resolver.GetService<TimeProvider>() ?? TimeProvider.System;
        _services = resolver.GetService<EventsServices>() ?? new EventsServices(_time);
        _loggers = ContainedLoggerFactory.Of(resolver.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        _log = _loggers.CreateLogger("Akka.Events");
        _observers = [.. resolver.GetService<IEnumerable<IGroupObserver>>() ?? []];
    }

    /// <param name="read">What stood under akka.events when the plan was made.</param>
    public void Start(IReadOnlyDictionary<string, string> read)
    {
        CheckUnchanged(read);
        foreach (var warning in _plan.Warnings) _log.LogWarning("{Warning}", warning);
        var clients = new KafkaClients(_plan, _loggers, _time);
        StartPublisher(clients);
        StartGroups(clients);
    }

    /// <summary>What has come after the plan would have no effect.</summary>
    private void CheckUnchanged(IReadOnlyDictionary<string, string> read)
    {
        var errors = new ErrorList();
        var now = Reference.Flatten(_system.Settings.Config);
        foreach (var path in now.Keys.Union(read.Keys).Where(p => now.GetValueOrDefault(p) != read.GetValueOrDefault(p)))
            errors.Add(path, "was configured after WithEvents: add the HOCON before it");
        OwnPlugins.Check(_store.Plugins, _system, errors);
        if (_store.Problem() is { } problem) errors.Add(problem);
        errors.ThrowIfAny();
    }

    private void StartPublisher(KafkaClients clients)
    {
        var life = new PublisherLife(clients);
        _services.Publisher.Start(new Lazy<IEvents>(life.Begin));
        _shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "akka-events-publisher", async () =>
        {
            await life.End().ConfigureAwait(false);
            return Done.Instance;
        });
    }

    private void StartGroups(KafkaClients clients)
    {
        var (states, journal) = _store.Open(_system, _loggers);
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var runtime = _services.Runtime;
        runtime.Start([.. _plan.Groups.Select(group => Group(group, states, journal, clients, owner))]);
        _system.RegisterOnTermination(EventsGauges.Observe(runtime).Dispose);
        var root = _system.ActorOf(Props.Create(() => new EventsRoot(runtime)), "akka-events");
        LeaveBeforeTheEnd(root);
    }

    private void LeaveBeforeTheEnd(IActorRef root)
    {
        const string phase = CoordinatedShutdown.PhaseBeforeServiceUnbind;
        var limit = _plan.LeaveTimeout;
        var timeout = _shutdown.Timeout(phase);
        if (timeout < limit)
            _log.LogWarning(
                "Leaving the groups may take {Limit}, but the shutdown phase {Phase} ends after {Timeout}", limit, phase, timeout);
        _shutdown.AddTask(phase, "akka-events-leave", () => root.Ask<Done>(new LeaveGroups(limit), limit + TimeSpan.FromSeconds(1)));
    }

    private RunningGroup Group(GroupPlan plan, IEntityStates states, IJournalReader journal, KafkaClients clients, string owner)
    {
        foreach (var handler in plan.Handlers) handler.Bind(_system);
        var context = new GroupContext
        {
            Name = plan.Name,
            Options = plan.Options.ForShards(),
            Handlers = [.. plan.Handlers.Select(h => h.Definition)],
            Time = _time,
            Loggers = _loggers,
            States = states,
            Journal = journal,
            Metrics = new GroupMetrics(plan.Name),
            Owner = owner,
            Budget = new EntityBudget(plan.Options.Memory),
            Tails = new TailBudget(plan.Options.Checkpoint),
        };
        var observers = new GroupObservers(plan.Name, _observers, _log);
        return new RunningGroup(new MemberContext(context, plan.Options, observers), clients.GroupMember);
    }
}
