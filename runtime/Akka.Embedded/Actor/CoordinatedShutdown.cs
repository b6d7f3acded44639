using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

public sealed class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Lock _lock = new();
    private readonly ILoggingAdapter _log;
    private readonly ShutdownPhases _phases;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = [];
    private Task<Done> _running;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, nameof(CoordinatedShutdown));
        _phases = new ShutdownPhases(system.Settings.Config.GetConfig("akka.coordinated-shutdown"));
    }

    public Reason ShutdownReason { get; private set; }
    public ExtendedActorSystem System { get; }

    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_lock) return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + _phases[phase].Timeout);
        }
    }

    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!_phases.Contains(phase))
        {
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases are [{string.Join(", ", _phases.Order)}]");
        }

        lock (_lock)
        {
            if (!_tasks.TryGetValue(phase, out var tasks)) _tasks[phase] = tasks = [];
            tasks.Add((taskName, task));
        }
    }

    public TimeSpan Timeout(string phase) =>
        _phases.Contains(phase) ? _phases[phase].Timeout : throw new ArgumentException($"Unknown phase [{phase}]", nameof(phase));

    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        lock (_lock)
        {
            if (_running is not null) return _running;
            if (fromPhase is not null && !_phases.Contains(fromPhase))
                throw new ArgumentException($"Unknown phase [{fromPhase}]", nameof(fromPhase));
            ShutdownReason = reason;
            _log.Debug("Running CoordinatedShutdown with reason [{0}]", reason);
            return _running = Task.Run(() => RunPhasesAsync(fromPhase));
        }
    }

    private async Task<Done> RunPhasesAsync(string fromPhase)
    {
        var order = _phases.Order.SkipWhile(phase => fromPhase is not null && phase != fromPhase);
        foreach (var phase in order) await RunPhaseAsync(phase).ConfigureAwait(false);
        return Done.Instance;
    }

    private async Task RunPhaseAsync(string name)
    {
        List<(string Name, Func<Task<Done>> Run)> tasks;
        lock (_lock)
        {
            if (!_tasks.TryGetValue(name, out tasks)) return;
            tasks = [.. tasks];
        }

        var phase = _phases[name];
        _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", name, tasks.Count, string.Join(", ", tasks.Select(task => task.Name)));
        var running = tasks.Select(task => (task.Name, Task: Start(task.Run))).ToList();
        var all = Task.WhenAll(running.Select(task => task.Task));
        try
        {
            await all.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var late = string.Join(", ", running.Where(task => !task.Task.IsCompleted).Select(task => task.Name));
            if (!phase.Recover)
                throw new TimeoutException($"Coordinated shutdown phase [{name}] timed out after {phase.Timeout}: [{late}]");
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}: [{2}]", name, phase.Timeout, late);
        }
        catch (Exception e) when (phase.Recover)
        {
            var failed = string.Join(", ", running.Where(task => task.Task.IsFaulted || task.Task.IsCanceled).Select(task => task.Name));
            _log.Warning(e, "Task [{0}] failed in phase [{1}]: {2}", failed, name, e.Message);
        }
    }

    // A task that throws before it returns one has failed like any other.
    private static async Task Start(Func<Task<Done>> run) => await Task.Run(run).ConfigureAwait(false);

    public class Reason
    {
        protected Reason() { }

        public override string ToString() => GetType().Name;
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();
    }

    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();
    }

    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();
    }

    public class ClusterDowningReason : Reason
    {
        public static readonly Reason Instance = new ClusterDowningReason();
    }

    public class ClusterLeavingReason : Reason
    {
        public static readonly Reason Instance = new ClusterLeavingReason();
    }

    public class ClusterJoinUnsuccessfulReason : Reason
    {
        public static readonly Reason Instance = new ClusterJoinUnsuccessfulReason();
    }
}
