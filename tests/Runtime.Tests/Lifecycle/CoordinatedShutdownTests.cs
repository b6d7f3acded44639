using Akka.Actor;
using Akka.Configuration;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class CoordinatedShutdownTests() : RuntimeTest(
    """
    akka.coordinated-shutdown.phases {
      early { recover = on }
      hasty { depends-on = [early], timeout = 50ms, recover = on }
      before-service-unbind { depends-on = [hasty] }
      strict { depends-on = [service-stop], recover = off, timeout = 50ms }
      before-cluster-shutdown { depends-on = [strict] }
    }
    """)
{
    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(System);

    [Fact]
    public async Task Phases_run_in_their_order_once_and_end_with_the_system()
    {
        var order = new List<string>();
        foreach (var phase in new[]
        {
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeServiceUnbind,
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "early",
        })
        {
            Shutdown.AddTask(phase, phase, () =>
            {
                lock (order) order.Add(phase);
                return Task.FromResult(Done.Instance);
            });
        }

        var first = Shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        var second = Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        await first.WaitAsync(Patience);

        Assert.Same(first, second);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, Shutdown.ShutdownReason);
        Assert.Equal(
            ["early", "before-service-unbind", "service-stop", "cluster-sharding-shutdown-region", "before-actor-system-terminate"],
            order);
        Assert.True(System.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Terminating_the_system_runs_the_phases()
    {
        var ran = false;
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "task", () =>
        {
            ran = true;
            return Task.FromResult(Done.Instance);
        });
        await System.Terminate().WaitAsync(Patience);

        Assert.True(ran);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, Shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Where_a_phase_recovers_late_and_failing_tasks_do_not_stop_the_rest()
    {
        var later = false;
        Shutdown.AddTask("hasty", "late", () => new TaskCompletionSource<Done>().Task);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "failing", () => throw new Boom());
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "later", () =>
        {
            later = true;
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience);

        Assert.True(later);
    }

    [Fact]
    public async Task Where_it_does_not_recover_the_run_fails_and_later_phases_do_not_run()
    {
        Shutdown.AddTask("strict", "late", () => new TaskCompletionSource<Done>().Task);

        await Assert.ThrowsAsync<TimeoutException>(() => Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Patience));

        Assert.False(System.WhenTerminated.IsCompleted);
        using var stopped = System.ActorOf(Act.Props(_ => { })).GracefulStop(Patience);
        Assert.True(await stopped);
        ((ExtendedActorSystem)System).Abort();
    }

    [Fact]
    public async Task A_run_can_begin_in_the_middle()
    {
        var ran = false;
        Shutdown.AddTask("early", "skipped", () =>
        {
            ran = true;
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseBeforeActorSystemTerminate)
            .WaitAsync(Patience);

        Assert.False(ran);
    }

    [Fact]
    public void Unknown_phases_are_refused_and_timeouts_are_known()
    {
        Assert.Throws<ConfigurationException>(() => Shutdown.AddTask("nonsense", "x", () => Task.FromResult(Done.Instance)));
        Assert.Throws<ArgumentException>(() => Shutdown.Timeout("nonsense"));
        Assert.Equal(TimeSpan.FromMilliseconds(50), Shutdown.Timeout("hasty"));
    }

    [Fact]
    public void A_phase_takes_no_longer_than_5_s_by_default_and_the_systems_termination_no_longer_than_10_s()
    {
        using var system = ActorSystem.Create("defaults", "akka { loggers = [], stdout-loglevel = OFF }");
        var shutdown = CoordinatedShutdown.Get(system);

        Assert.Equal(TimeSpan.FromSeconds(5), shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Equal(TimeSpan.FromSeconds(10), shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate));
    }

    [Fact]
    public void Phases_in_a_circle_are_refused() => Assert.Throws<ArgumentException>(() => ActorSystem.Create(
        "circle",
        ConfigurationFactory.ParseString("akka.coordinated-shutdown.phases { a { depends-on = [b] }, b { depends-on = [a] } }")));
}
