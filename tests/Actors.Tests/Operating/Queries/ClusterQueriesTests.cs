using Akka.Events.Handling;
using Akka.Events.Publishing;
using Akka.Events.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>Asking entities across the nodes of an Akka cluster.</summary>
public sealed class ClusterQueriesTests : IAsyncLifetime
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 20).Select(i => $"key{i}")];

    private readonly ClusterNodes _nodes = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _nodes.DisposeAsync().AsTask();

    [Fact]
    public async Task Any_node_answers_for_every_key_and_goes_on_when_one_has_stopped()
    {
        var (first, second) = (await _nodes.Start(), await _nodes.Start());
        await Publish(first, "a");
        await ClusterNodes.Settled(first, second);
        await Hosts.Eventually(() => first.Handled() + second.Handled() >= Keys.Length, "all events are handled");
        await AssertAnswers(first, "a");
        await AssertAnswers(second, "a");

        // Asked all the while: each waits until its shard has opened at the other node.
        var stopping = second.StopAsync();
        while (!stopping.IsCompleted) await AssertAnswers(first, "a");
        await stopping;
        await AssertAnswers(first, "a");
        Assert.Equal(4, first.Group().Partitions.Count);
    }

    [Fact]
    public async Task Nodes_ask_each_other_by_the_seed_list_while_there_is_no_cluster()
    {
        var first = await _nodes.StartOutside();
        var second = await _nodes.StartOutside(seed: first);
        await Publish(first, "a");
        await ClusterNodes.Settled(first, second);
        await AssertAnswers(second, "a");
        await AssertAnswers(first, "a");
    }

    [Fact]
    public async Task What_a_query_throws_arrives_from_another_node()
    {
        var (first, second) = (await _nodes.Start(), await _nodes.Start());
        await ClusterNodes.Settled(first, second);
        foreach (var key in Keys)
        {
            var common = await Assert.ThrowsAsync<KeyNotFoundException>(
                () => ClusterNodes.Entities(first).Ask<Basket, bool>(key, new FailPlease(Oddly: false)));
            Assert.Equal("no such thing", common.Message);
            var odd = await Assert.ThrowsAnyAsync<Exception>(
                () => ClusterNodes.Entities(first).Ask<Basket, bool>(key, new FailPlease(Oddly: true)));
            Assert.True(odd is OddBasketException or QueryFailedException { ErrorType: "Akka.Events.Tests.Operating.Queries.OddBasketException" }, odd.ToString());
        }
    }

    [Fact]
    public async Task A_query_that_an_older_node_doesnt_know_is_refused_by_name()
    {
        var (older, newer) = (await _nodes.Start(), await _nodes.Start<NewerBasket>());
        await ClusterNodes.Settled(older, newer);
        var (counted, refused) = (0, 0);
        foreach (var key in Keys)
        {
            try
            {
                Assert.Equal(0, await ClusterNodes.Entities(newer).Ask<NewerBasket, int>(key, new CountItems()));
                counted++;
            }
            catch (InvalidOperationException e)
            {
                Assert.Contains("no Query of the name 'count-items'", e.Message);
                refused++;
            }
        }
        Assert.True(counted > 0 && refused > 0, $"{counted} counted, {refused} refused");
    }

    [Fact]
    public async Task Without_a_cluster_a_key_of_another_process_is_said_to_be_elsewhere_when_the_limit_has_passed()
    {
        var (first, second) = (await _nodes.Start(joined: false), await _nodes.Start(joined: false));
        await ClusterNodes.Settled(first, second);
        Assert.False(first.Services.GetRequiredService<Akka.Actor.ActorSystem>().Settings.HasCluster);
        var answers = await Task.WhenAll(Keys.Select(async key =>
            await Record.ExceptionAsync(() => ClusterNodes.Entities(first).Ask<Basket, BasketState>(key, new GetBasket()))));
        Assert.Contains(null, answers);
        var refused = Assert.IsType<PartitionNotOwnedException>(answers.First(e => e is not null));
        Assert.Contains("isn't joined to an Akka cluster", refused.Message);
        Assert.Contains("entity 'basket', key 'key", refused.Message);
    }

    private static async Task Publish(IHost node, string item)
    {
        var events = node.Services.GetRequiredService<IEvents>();
        foreach (var key in Keys) await events.PublishAsync(Planning.Orders, item, new PublishOptions { Key = key });
    }

    private static async Task AssertAnswers(IHost node, params string[] items)
    {
        var answers = await Task.WhenAll(Keys.Select(key => ClusterNodes.Entities(node).Ask<Basket, BasketState>(key, new GetBasket())));
        Assert.All(answers, answer => Assert.Equal(items, answer.Items));
    }
}
