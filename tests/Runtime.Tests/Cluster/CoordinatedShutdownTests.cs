using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

public sealed class CoordinatedShutdownTests
{
    private const string Quiet = Shutdown.Patient + "akka { loglevel = OFF, stdout-loglevel = OFF }";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _ran = new();

    [Fact]
    public async Task The_next_phase_starts_when_all_tasks_of_the_one_before_have_ended()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        var slow = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "next", Note("next"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "slow", () => slow.Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "frees it", () =>
        {
            _ran.Enqueue("same phase");
            slow.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.Equal(["same phase", "next"], _ran);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task It_runs_once_and_keeps_the_first_reason()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        var reason = new OwnReason();
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "once", Note("once"));
        Assert.Null(shutdown.ShutdownReason);

        var first = shutdown.Run(reason);
        await Task.WhenAll(first, shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance), system.Terminate()).WaitAsync(Patience);

        Assert.Same(reason, shutdown.ShutdownReason);
        Assert.Equal(["once"], _ran);
    }

    [Fact]
    public async Task Termination_runs_the_phases_with_its_reason()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "once", Note("once"));

        await system.Terminate().WaitAsync(Patience);

        Assert.IsType<CoordinatedShutdown.ActorSystemTerminateReason>(shutdown.ShutdownReason);
        Assert.Equal(["once"], _ran);
    }

    [Fact]
    public async Task A_run_can_begin_at_a_later_phase()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "before", Note("before"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "at", Note("at"));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "after", Note("after"));

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop).WaitAsync(Patience);

        Assert.Equal(["at", "after"], _ran);
    }

    [Fact]
    public async Task With_recover_a_task_that_fails_or_takes_too_long_doesnt_stop_the_rest()
    {
        using var system = ActorSystem.Create("test", "akka.coordinated-shutdown.phases.service-stop.timeout = 50ms\n" + Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceUnbind, "fails", () => Task.FromException<Done>(new InvalidOperationException("as told")));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "never ends", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "after", Note("after"));

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.Equal(["after"], _ran);
    }

    [Fact]
    public async Task Without_recover_a_task_that_takes_too_long_ends_the_run()
    {
        // The failed run is the only one there is: so the system's own end must not depend on it.
        using var system = ActorSystem.Create("test", """
            akka.coordinated-shutdown {
              run-by-actor-system-terminate = off
              phases.service-stop { timeout = 50ms, recover = off }
            }
            """ + "\n" + Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "never ends", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "after", Note("after"));

        await Assert.ThrowsAsync<TimeoutException>(() => shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience));

        Assert.Empty(_ran);
    }

    [Fact]
    public async Task Phases_of_ones_own_run_where_they_depend()
    {
        using var system = ActorSystem.Create("test", """
            akka.coordinated-shutdown.phases {
              drain { depends-on = [service-unbind], timeout = 70s }
              service-requests-done.depends-on = [drain]
            }
            """ + "\n" + Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "after", Note("after"));
        shutdown.AddTask("drain", "own", Note("own"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "before", Note("before"));
        Assert.Equal(TimeSpan.FromSeconds(70), shutdown.Timeout("drain"));

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.Equal(["before", "own", "after"], _ran);
    }

    [Fact]
    public void Unknown_phases_are_refused()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);

        Assert.Throws<ConfigurationException>(() => shutdown.AddTask("no-such-phase", "task", Note("never")));
        Assert.Throws<ArgumentException>(() => shutdown.Timeout("no-such-phase"));
    }

    [Fact]
    public async Task A_task_may_be_added_to_a_later_phase_while_it_runs()
    {
        using var system = ActorSystem.Create("test", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "adds", () =>
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "added", Note("added"));
            return Task.FromResult(Done.Instance);
        });

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.Equal(["added"], _ran);
    }

    private Func<Task<Done>> Note(string name) => () =>
    {
        _ran.Enqueue(name);
        return Task.FromResult(Done.Instance);
    };

    private sealed class OwnReason : CoordinatedShutdown.Reason;
}
