using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Hosting;

/// <summary>Behaviour 25: the host and its actor system, whichever ends first.</summary>
public sealed class HostLifeTests
{
    private static readonly string[] Phases =
    [
        CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceRequestsDone,
        CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseBeforeClusterShutdown, CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
        CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseClusterExiting, CoordinatedShutdown.PhaseClusterExitingDone,
        CoordinatedShutdown.PhaseClusterShutdown, CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
    ];

    [Fact]
    public async Task The_hosts_stop_runs_the_phases_in_order_once()
    {
        var ran = new ConcurrentQueue<string>();
        using var host = Hosts.Build(akka => akka.AddStartup((system, _) =>
        {
            foreach (var phase in Phases.Reverse())
            {
                CoordinatedShutdown.Get(system).AddTask(phase, "note", () =>
                {
                    ran.Enqueue(phase);
                    return Task.FromResult(Done.Instance);
                });
            }
        }));
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var shutdown = CoordinatedShutdown.Get(system);

        await host.StopAsync();

        Assert.Equal(Phases, ran);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.IsType<CoordinatedShutdown.ClrExitReason>(shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_system_that_terminates_stops_the_host()
    {
        using var host = Hosts.Build(akka => { });
        await host.StartAsync();

        _ = host.Services.GetRequiredService<ActorSystem>().Terminate();

        await host.WaitForShutdownAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Starters_run_in_order_one_after_another_and_then_the_startup_tasks()
    {
        var ran = new ConcurrentQueue<int>();
        using var host = Hosts.Build(akka => akka
            .AddStartup(async (_, _) =>
            {
                await Task.Yield();
                ran.Enqueue(3);
            })
            .WithActors(async (_, _) =>
            {
                await Task.Yield();
                ran.Enqueue(1);
            })
            .WithActors((_, _) => ran.Enqueue(2))
            .AddStartup((_, _) => ran.Enqueue(4)));

        await host.StartAsync();

        Assert.Equal([1, 2, 3, 4], ran);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_starter_that_fails_fails_the_hosts_start_and_ends_the_system()
    {
        ActorSystem started = null;
        using var host = Hosts.Build(akka => akka.WithActors((system, _) =>
        {
            started = system;
            throw new InvalidOperationException("no such luck");
        }));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Equal("no such luck", failure.Message);
        await started.WhenTerminated.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Actors_get_services_and_the_configuration_runs_once_with_them()
    {
        var configured = 0;
        using var host = Hosts.Build(
            (akka, provider) =>
            {
                configured++;
                var name = provider.GetRequiredService<Service>().Name;
                akka.WithActors(
                    (system, registry, resolver) => registry.Register<Service>(system.ActorOf(resolver.Props<Injected>("Hello, "), name)));
            },
            services => services.AddSingleton(new Service("world")));

        Assert.Equal(0, configured);
        await host.StartAsync();

        var actor = host.Services.GetRequiredService<IRequiredActor<Service>>().ActorRef;
        Assert.Equal("world", actor.Path.Name);
        Assert.Equal("Hello, world", await actor.Ask<string>("who?", TimeSpan.FromMinutes(1)));
        Assert.Equal(1, configured);
        await host.StopAsync();
    }

    private sealed record Service(string Name);

    private sealed class Injected(string greeting, Service service) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(greeting + service.Name);
    }
}
