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
