using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Kafka and PostgreSQL go away and come back, at start and later: it is said, and nothing is lost.</summary>
public sealed class OutageTests
{
    [SkippableFact]
    public async Task A_database_that_comes_after_the_start_is_waited_for()
    {
        await using var postgres = await Postgres();
        var database = await postgres.CreateDatabaseAsync("late");
        await postgres.StopAsync();
        await using var hosts = new Hosts(events => events.UsePostgreSql(database));
        var host = await hosts.Start(Counters, services => services.AddHealthChecks().AddAkkaEvents());
        await Hosts.Eventually(() => host.Group().Problem is not null, "the problem is told");
        Assert.Equal(HealthStatus.Unhealthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await Publish(host, 3);

        await postgres.RestartAsync();
        await Hosts.Eventually(() => host.Handled() == 3, "the events are handled");
        Assert.Null(host.Group().Problem);
        Assert.Equal(3, await Ask(host));
    }

    [SkippableFact]
    public async Task A_database_that_goes_away_and_comes_back_costs_nothing()
    {
        await using var postgres = await Postgres();
        var database = await postgres.CreateDatabaseAsync("away");
        await using var hosts = new Hosts(events => events.UsePostgreSql(database));
        var host = await hosts.Start(Counters);
        await Publish(host, 3);
        await Hosts.Eventually(() => host.Handled() == 3, "the first events are handled");

        await postgres.StopAsync(hard: true);
        await Publish(host, 4);
        await Hosts.Eventually(() => host.Group().Partitions.Sum(p => p.Position ?? 0) > 3, "one of them is taken");
        await postgres.RestartAsync();
        await Hosts.Eventually(() => host.Group().Partitions.Any(p => p.Watermark == 7), "all events are handled");
        Assert.Equal(7, await Ask(host));
    }

    [Fact]
    public async Task A_Kafka_that_goes_away_and_comes_back_costs_nothing()
    {
        await using var hosts = new Hosts(events => events.UseInMemory());
        var host = await hosts.Start(Counters);
        await Publish(host, 3);
        await Hosts.Eventually(() => host.Handled() == 3, "the first events are handled");

        hosts.Kafka.StopBroker(1);
        var publishing = Publish(host, 4);
        hosts.Kafka.RestartBroker(1);
        await publishing;
        await Hosts.Eventually(() => host.Group().Partitions.Any(p => p.Watermark == 7), "all events are handled");
        Assert.Equal(7, await Ask(host));
    }

    private static async Task<PrivatePostgres> Postgres()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        return await PrivatePostgres.StartAsync();
    }

    private static void Counters(EventsBuilder events) =>
        events.ConfigureGroups(o => o.CommitInterval = TimeSpan.FromMilliseconds(50)).Group("counts", g => g.Entity<Counter>());

    private static async Task Publish(IHost host, int count)
    {
        var events = host.Services.GetRequiredService<IEvents>();
        for (var i = 0; i < count; i++) await events.PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
    }

    private static async Task<long> Ask(IHost host) =>
        (await host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("anna", new GetCount())).Orders;
}
