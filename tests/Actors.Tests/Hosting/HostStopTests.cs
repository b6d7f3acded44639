using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>The end of a host, whichever way it begins: running handlers end and are committed, and the group is left, within the deadline.</summary>
public sealed class HostStopTests : IAsyncLifetime
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private readonly Hosts _hosts = new(events => events.UseInMemory()) { Session = TimeSpan.FromSeconds(6) };
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _mayEnd.TrySetResult();
        await _hosts.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_lets_what_runs_end_and_commits_it_before_the_system_goes()
    {
        var host = await StartedHandling();
        var stopping = host.StopAsync();
        Assert.False(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompleted);
        _mayEnd.SetResult();
        await stopping;

        Assert.Equal(["second"], await SeenByTheNext());
    }

    [Fact]
    public async Task A_system_that_is_terminated_ends_like_a_stopped_host()
    {
        var host = await StartedHandling();
        var terminating = host.Services.GetRequiredService<ActorSystem>().Terminate();
        _mayEnd.SetResult();
        await terminating;
        await host.WaitForShutdownAsync();

        Assert.Equal(["second"], await SeenByTheNext());
    }

    [Fact]
    public async Task A_handler_that_does_not_end_holds_a_stop_up_for_the_drain_timeout_alone()
    {
        var host = await StartedHandling();
        var begun = Stopwatch.GetTimestamp();
        await host.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(begun), Drain - TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));
        Assert.True(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_host_without_its_broker_stops_within_the_deadline()
    {
        var host = await _hosts.Start(events => Quick(events).Group("counts", group => group.Entity<Counter>()));
        await Publish(host, "first");
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        _hosts.Kafka.StopBroker(1);
        var begun = Stopwatch.GetTimestamp();
        await host.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.True(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_users_own_actors_and_services_are_there_until_the_groups_are_left()
    {
        var order = new List<string>();
        var host = await StartedHandling();
        var system = host.Services.GetRequiredService<ActorSystem>();
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "the user's", () =>
        {
            order.Add(_mayEnd.Task.IsCompleted ? "after the drain" : "before the drain");
            return Task.FromResult(Done.Instance);
        });
        var stopping = host.StopAsync();
        _mayEnd.SetResult();
        await stopping;

        Assert.Equal(["after the drain"], order);
    }

    private async Task<IHost> StartedHandling()
    {
        var host = await _hosts.Start(events => Quick(events).Group("slow", group => group.Handle(Orders, "work", async _ =>
        {
            _running.TrySetResult();
            await _mayEnd.Task;
        })));
        await Publish(host, "first");
        await _running.Task;
        return host;
    }

    // What the group still has to do after the first event, when a second has come.
    private async Task<string[]> SeenByTheNext()
    {
        var seen = new ConcurrentQueue<string>();
        var next = await _hosts.Start(events => events.Group("slow", group => group.Handle(Orders, "work", seen.Enqueue)));
        await Publish(next, "second");
        await Hosts.Eventually(() => seen.Contains("second"), "the second event is handled");
        return [.. seen];
    }

    private static EventsBuilder Quick(EventsBuilder events) => events.ConfigureGroups(options =>
    {
        options.DrainTimeout = Drain;
        options.CommitInterval = TimeSpan.FromMilliseconds(20);
    });

    // One key: the second event comes after the first.
    private static Task Publish(IHost host, string order) =>
        host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, order, new PublishOptions { Key = "anna" });
}
