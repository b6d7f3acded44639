using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>The whole of it in generic hosts over a store that outlives them.</summary>
public abstract class DurableHostSpec
{
    /// <summary>An empty store for several hosts.</summary>
    protected abstract Task<Action<EventsBuilder>> NewStore();

    [SkippableFact]
    public async Task Entities_go_on_from_what_an_earlier_process_has_saved()
    {
        await using var hosts = new Hosts(await NewStore()) { Session = TimeSpan.FromSeconds(6) };
        var first = await hosts.Start(Counters);
        await Publish(first, "anna", 3);
        await Hosts.Eventually(() => first.Handled() == 3, "three events are handled");
        await first.StopAsync();

        var second = await hosts.Start(Counters);
        await Publish(second, "anna", 2);
        await Hosts.Eventually(() => second.Handled() == 2, "two more are handled");
        Assert.Equal(5, await Ask(second, "anna"));
    }

    [SkippableFact]
    public async Task Two_processes_share_a_group_and_one_database_and_count_each_event_once()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"key-{i}")];
        await using var hosts = new Hosts(await NewStore()) { Session = TimeSpan.FromSeconds(6) };
        var first = await hosts.Start(Counters);
        foreach (var key in keys) await Publish(first, key, 2);
        await Hosts.Eventually(() => first.Handled() == 40, "the first handles all");

        var second = await hosts.Start(Counters);
        await Hosts.Eventually(() => first.Group().Partitions.Count == 2 && second.Group().Partitions.Count == 2, "each has its share");
        foreach (var key in keys) await Publish(second, key, 1);
        await Hosts.Eventually(() => second.Handled() > 0, "the second handles some");
        await first.StopAsync();
        await Hosts.Eventually(() => second.Group().Partitions.Count == 4, "the second has all");
        foreach (var key in keys) await Publish(second, key, 1);
        foreach (var key in keys) await Hosts.Eventually(() => Ask(second, key).GetAwaiter().GetResult() == 4, $"{key} has counted all");
    }

    internal static void Counters(EventsBuilder events) =>
        events.ConfigureGroups(o => o.CommitInterval = TimeSpan.FromMilliseconds(50)).Group("counts", g => g.Entity<Counter>());

    internal static async Task Publish(IHost host, string key, int count)
    {
        var events = host.Services.GetRequiredService<IEvents>();
        for (var i = 0; i < count; i++) await events.PublishAsync(Orders, "x", new PublishOptions { Key = key });
    }

    internal static async Task<long> Ask(IHost host, string key) =>
        (await host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>(key, new GetCount())).Orders;
}
