using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Observing;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Operating.Internal;
using Akka.Events.Operating.Internal.Queries;
using Akka.Events.Persistence.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>Starts what is planned, in an actor system that is there, and sees to its end.</summary>
internal sealed class Starter
{
    private readonly EventsPlan _plan;
    private readonly EventStore _store;
    private readonly ActorSystem _system;
    private readonly CoordinatedShutdown _shutdown;
    private readonly HostedEvents _events;
    private readonly RunningGroups _runtime;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly IGroupObserver[] _observers;
    private readonly IHandlingObserver[] _handlingObservers;
    private readonly IHandlingInterceptor[] _interceptors;

    public Starter(EventsPlan plan, EventStore store, ActorSystem system, IDependencyResolver resolver)
    {
        _plan = plan;
        _store = store;
        _system = system;
        _shutdown = CoordinatedShutdown.Get(system);
        _events = HostedEvents.Of(system);
        _time = _events.Time;
        _runtime = resolver.GetService<EventsServices>()?.Runtime ?? new RunningGroups(_time);
        _loggers = _events.Loggers;
        _log = _loggers.CreateLogger("Akka.Events");
        _observers = [.. resolver.GetService<IEnumerable<IGroupObserver>>() ?? []];
        _handlingObservers = [.. resolver.GetService<IEnumerable<IHandlingObserver>>() ?? []];
        _interceptors = [.. resolver.GetService<IEnumerable<IHandlingInterceptor>>() ?? []];
    }

    /// <param name="read">What stood under akka.events when the plan was made.</param>
    /// <exception cref="EventsConfigurationException">What was said, in code or configuration, can't work.</exception>
    public async Task Start(IReadOnlyDictionary<string, string> read)
    {
        CheckUnchanged(read);
        foreach (var warning in _plan.Warnings) HostingLog.ConfigurationWarning(_log, warning);
        var errors = new ErrorList();
        Bind(errors);
        _runtime.Limits = new WorkLimits(new SlotLine(), _plan.Limits);
        var groups = Groups();
        await Describe(groups, errors).ConfigureAwait(false);
        errors.ThrowIfAny();
        Start(groups);
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

    private RunningGroup[] Groups()
    {
        var (states, journal) = _store.Open(_system, _loggers);
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        return [.. _plan.Groups.Select(group => Group(group, states, journal, owner))];
    }

    // What is wrong in the handlers themselves no later attempt would mend.

    private void Bind(ErrorList errors)
    {
        foreach (var group in _plan.Groups)
            foreach (var handler in group.Handlers)
                try
                {
                    handler.Bind(_system);
                }
                catch (InvalidOperationException e)
                {
                    errors.Add($"group '{group.Name}': {e.Message}", e.InnerException ?? e);
                }
    }

    private async Task Describe(RunningGroup[] groups, ErrorList errors)
    {
        foreach (var group in groups)
        {
            try
            {
                await group.Context.Describe(_system).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException)
            {
                errors.Add($"group '{group.Context.Name}': {e.Message}", e.InnerException ?? e);
            }
        }
    }

    private void Start(RunningGroup[] groups)
    {
        var runtime = _runtime;
        foreach (var group in groups.Where(g => g.Context.HasEntities))
            group.Context.Queries = _system.ActorOf(
                Props.Create(() => new GroupQueries(group)), GroupPeers.NameOf(group.Context.Name));
        runtime.Start(groups);
        _system.RegisterOnTermination(EventsGauges.Observe(runtime).Dispose);
        foreach (var view in _plan.Views) view(_events.Views);
        (runtime.Subscriptions, runtime.Views) = (_events.Subscriptions, _events.Views);
        runtime.Publishing = () => _events.Publisher.Trouble;
        runtime.Outbox = _events.Outbox?.Start(_system, _shutdown);
        var root = _system.ActorOf(Props.Create(() => new EventsRoot(runtime)), "akka-events");
        var log = _log;
        _system.ActorOf(Props.Create(() => new ProblemWatch(runtime, log)), "akka-events-problems");
        LeaveBeforeTheEnd(root);
    }

    private void LeaveBeforeTheEnd(IActorRef root)
    {
        const string phase = CoordinatedShutdown.PhaseBeforeServiceUnbind;
        var limit = _plan.LeaveTimeout;
        var timeout = _shutdown.Timeout(phase);
        if (timeout < limit)
            HostingLog.ShutdownPhaseShort(_log, Durations.Text(limit), phase, Durations.Text(timeout));
        _shutdown.AddTask(phase, "akka-events-leave", () => root.Ask<Done>(new LeaveGroups(limit), limit + TimeSpan.FromSeconds(1)));
    }

    private RunningGroup Group(GroupPlan plan, IEntityStates states, JournalReader journal, string owner)
    {
        GroupContext context = null!;
        context = new GroupContext
        {
            Name = plan.Name,
            TopicNames = _plan.TopicNames,
            Options = plan.Options.ForShards(),
            Handlers = [.. plan.Handlers.Select(h => h.Definition)],
            Time = _time,
            Loggers = _loggers,
            States = states,
            Journal = journal,
            Store = _store.Description,
            Transactions = _store.Transactions,
            Outbox = _events.Outbox?.Writer,
            Records = () => _events.Records,
            Senders = _events.Senders(topic => context.Letters.Wish(topic)),
            Publishing = _events.Clients.Publishing(),
            Metrics = new GroupMetrics(plan.Name),
            Limits = new WorkLimits(_runtime.Limits.Line, plan.Options.Limits),
            ProcessLimits = _runtime.Limits,
            Observers = HandlingObservers.Of(plan.Name, _handlingObservers, _log, _time),
            Interceptors = HandlingInterceptors.Of(plan.Name, _interceptors, _log, _time),
            Owner = owner,
            Budget = new EntityBudget(plan.Options.Memory),
            Tails = new TailBudget(plan.Options.Checkpoint),
        };
        var observers = new GroupObservers(plan.Name, _observers, _log);
        var member = new MemberContext(context, plan.Options, observers)
        {
            Alone = plan.IsBroadcast ? new LonePositions(fromBeginning: false, _time) : null,
        };
        return new RunningGroup(member, _events.Member, _events.TopicsToMake);
    }
}
