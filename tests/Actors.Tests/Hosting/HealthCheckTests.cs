using Akka.Events.Hosting;
using Akka.Events.Operating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Akka.Events.Tests.Hosting;

public sealed class HealthCheckTests
{
    private static readonly GroupStatus Well =
        new("billing", null, 0, 0, 0, 0, 0, 0, [new PartitionStatus("orders", 0, 9, 8, 5, 1, 0, false, 8)]);

    [Fact]
    public async Task Groups_that_work_are_healthy()
    {
        var entry = await Check(Well);
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("1 partitions, lag 5, 0 blocked keys", entry.Data["billing"]);
    }

    [Fact]
    public async Task Blocked_keys_degrade()
    {
        var entry = await Check(Well, Well with { Name = "counts", BlockedKeys = 2 });
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal("group 'counts': 2 keys wait for events that can't be handled", entry.Description);
    }

    [Fact]
    public async Task A_group_with_a_problem_is_unhealthy()
    {
        var entry = await Check(Well with { Problem = "topic 'orders' doesn't exist" }, Well with { Name = "counts", BlockedKeys = 2 });
        Assert.Equal((HealthStatus.Unhealthy, "group 'billing': topic 'orders' doesn't exist"), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_group_with_a_problem_of_a_part_is_degraded_and_says_which()
    {
        var entry = await Check(Well with { Problem = "'ship' keeps failing", ProblemIsPartial = true, BlockedKeys = 2 });
        Assert.Equal((HealthStatus.Degraded, "group 'billing': 'ship' keeps failing"), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_process_that_is_not_in_its_group_yet_is_unhealthy_and_one_without_partitions_is_not()
    {
        var entry = await Check(Well with { IsJoining = true });
        Assert.Equal(
            (HealthStatus.Unhealthy, "group 'billing': this process is on its way into the group, and Kafka has not let it in yet"),
            (entry.Status, entry.Description));
        Assert.Equal(HealthStatus.Healthy, (await Check(Well with { Partitions = [] })).Status);
    }

    [Fact]
    public async Task A_host_is_healthy_when_Kafka_has_let_it_in_and_never_before()
    {
        await using var hosts = new Hosts(events => events.UseInMemory());
        var lost = await hosts.Start(events => events.UseKafka("127.0.0.1:1").Billing(), services => services.AddHealthChecks().AddAkkaEvents());
        Assert.Equal(HealthStatus.Unhealthy, (await lost.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        var host = await hosts.Start(events => events.Billing(), services => services.AddHealthChecks().AddAkkaEvents());
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await Hosts.Eventually(() => health.CheckHealthAsync().GetAwaiter().GetResult().Status == HealthStatus.Healthy, "it is in the group");
        Assert.False(host.Group().IsJoining);
    }

    [Fact]
    public async Task The_failure_status_can_be_chosen()
    {
        var entry = await Check(checks => checks.AddAkkaEvents("events", HealthStatus.Degraded, ["ready"]), Well with { Problem = "gone" });
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(["ready"], entry.Tags);
    }

    private static Task<HealthReportEntry> Check(params GroupStatus[] groups) => Check(checks => checks.AddAkkaEvents(), groups);

    private static async Task<HealthReportEntry> Check(Action<IHealthChecksBuilder> add, params GroupStatus[] groups)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<IEventsStatus>(new Status(groups));
        add(services.AddHealthChecks());
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return Assert.Single(report.Entries).Value;
    }

    private sealed record Status(IReadOnlyList<GroupStatus> Groups) : IEventsStatus;
}
