using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Events.Simulation.Machine;

/// <summary>
/// One process of the run: an actor system whose turns the world deals out, with a clock of its own. It can be frozen (nothing of it runs,
/// and then everything at once), and it can crash (nothing of it runs ever again; what it had asked for outside still happens).
/// </summary>
internal sealed class VirtualProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, VirtualProcess> Living = new();
    private static int _numbers;

    private readonly World _world;
    private readonly int _number = Interlocked.Increment(ref _numbers);
    private readonly List<IRunnable> _runnable = [];
    private readonly List<World.Event> _deferred = [];
    private readonly Lock _lock = new();
    private bool _free = true;

    public VirtualProcess(World world, string name)
    {
        _world = world;
        Name = name;
        Clock = new VirtualClock(world);
        Living[_number] = this;
        System = ActorSystem.Create("simulation", ConfigurationFactory.ParseString(Hocon()));
    }

    public string Name { get; }

    public ActorSystem System { get; }

    public World World => _world;

    /// <summary>What it writes to, shared with the others.</summary>
    public Stores.DurableStore Store => Group.Store;

    public required SimulatedGroup Group { get; init; }

    public VirtualClock Clock { get; }

    public bool IsFrozen { get; private set; }

    public bool HasCrashed { get; private set; }

    public bool Runs => !IsFrozen && !HasCrashed;

    /// <summary>Turns that may be run now.</summary>
    public int Runnable => Runs ? _runnable.Count : 0;

    /// <summary>When its next timer is due; null where it has none, or nothing of it runs.</summary>
    public TimeSpan? NextTimer => Runs ? Clock.Next : null;

    /// <summary>From now on the world deals out its turns; until here they were the thread pool's.</summary>
    public void Begin()
    {
        _world.WaitForThreadPool();
        _free = false;
    }

    public static VirtualProcess Of(Config config) => Living[config.GetInt("process")];

    public static VirtualProcess Of(ActorSystem system) => Of(system.Settings.Config.GetConfig("akka.scheduler"));

    public void Say(string what) => _world.Log.Add(_world.Now, $"{Name}: {what}");

    public void Freeze()
    {
        Say("frozen");
        IsFrozen = true;
    }

    public void Thaw()
    {
        if (!IsFrozen) return;
        Say("goes on");
        IsFrozen = false;
        foreach (var what in _deferred) _world.After(TimeSpan.Zero, this, what.Happens);
        _deferred.Clear();
    }

    public void Crash()
    {
        Say("crashes");
        HasCrashed = true;
        _runnable.Clear();
        _deferred.Clear();
    }

    public void Defer(World.Event what) => _deferred.Add(what);

    public void CollectDue(List<World.Event> due)
    {
        if (Runs) Clock.CollectDue(due, this);
    }

    public void RunOne(int index)
    {
        IRunnable run;
        lock (_lock)
        {
            run = _runnable[index];
            _runnable.RemoveAt(index);
        }
        run.Run();
    }

    public void Add(IRunnable run)
    {
        if (_free)
        {
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            return;
        }
        if (HasCrashed) return;
        lock (_lock) _runnable.Add(run);
    }

    // Nothing of it runs or waits any more, and no thread is its own: the collector has the rest.
    public void Dispose()
    {
        HasCrashed = true;
        _runnable.Clear();
        Clock.Stop();
        Living.TryRemove(_number, out _);
    }

    private string Hocon() => $$"""
        akka {
          loggers = [], loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off, log-config-on-start = off
          actor {
            default-dispatcher { type = "{{typeof(DealtDispatcherConfigurator).AssemblyQualifiedName}}", process = {{_number}}, throughput = 1 }
            internal-dispatcher { type = "{{typeof(DealtDispatcherConfigurator).AssemblyQualifiedName}}", process = {{_number}}, throughput = 1 }
          }
          scheduler { implementation = "{{typeof(DealtScheduler).AssemblyQualifiedName}}", process = {{_number}} }
          persistence {
            dispatchers {
              default-plugin-dispatcher { type = "{{typeof(DealtDispatcherConfigurator).AssemblyQualifiedName}}", process = {{_number}} }
              default-replay-dispatcher { type = "{{typeof(DealtDispatcherConfigurator).AssemblyQualifiedName}}", process = {{_number}} }
              default-stream-dispatcher { type = "{{typeof(DealtDispatcherConfigurator).AssemblyQualifiedName}}", process = {{_number}} }
            }
            journal.plugin = "akka.persistence.journal.akka-events"
            journal.akka-events {
              class = "{{typeof(Stores.SimulatedJournal).AssemblyQualifiedName}}", process = {{_number}}
              plugin-dispatcher = "akka.actor.default-dispatcher", replay-dispatcher = "akka.actor.default-dispatcher"
              replay-filter.mode = off, circuit-breaker.max-failures = 1000000
            }
            snapshot-store.plugin = "akka.persistence.snapshot-store.akka-events"
            snapshot-store.akka-events {
              class = "{{typeof(Stores.SimulatedSnapshots).AssemblyQualifiedName}}", process = {{_number}}
              plugin-dispatcher = "akka.actor.default-dispatcher", circuit-breaker.max-failures = 1000000
            }
          }
        }
        """;
}
