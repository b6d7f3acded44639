using Akka.Events.Integration.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Akka.Events.Integration.Tests;

/// <summary>
/// Processes of one group that are nodes of an Akka cluster, and what becomes of it. Events go on by Kafka's word alone, and queries from
/// any node find the owners again. How long each took is in the output.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class ClusterTests(Servers servers, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task What_killed_nodes_had_goes_on_at_the_others_and_any_node_answers_for_it()
    {
        await using var cluster = await LedgerCluster.Start(servers);
        // The oldest, which leads the cluster and is everyone's seed.
        await cluster.Kill(cluster.Nodes[0]);
        await Timed(cluster.HandlesAndAnswers, "the oldest node was killed");
        await cluster.StartNode();
        await Timed(cluster.HandlesAndAnswers, "another was started while the cluster still had the dead one");
        await cluster.Kill(cluster.Nodes[^1]);
        await Timed(cluster.HandlesAndAnswers, "the youngest node was killed");
    }

    [SkippableFact]
    public async Task What_a_stopping_node_had_goes_on_at_the_others_and_any_node_answers_for_it()
    {
        await using var cluster = await LedgerCluster.Start(servers);
        foreach (var node in cluster.Nodes.Take(2).ToArray())
        {
            var stopped = cluster.Stop(node);
            await Timed(cluster.HandlesAndAnswers, "a node was told to stop");
            await stopped;
        }
    }

    [SkippableFact]
    public async Task While_the_cluster_is_split_events_go_on_where_Kafka_says_and_queries_go_on_when_it_is_healed()
    {
        await using var cluster = await LedgerCluster.Start(servers);
        cluster.Split();
        await Timed(cluster.Handles, "the cluster was split");
        await cluster.Kill(cluster.Nodes[0]);
        await Timed(cluster.Handles, "the oldest node of the split cluster was killed");
        cluster.Heal();
        await Timed(cluster.Answers, "the cluster was healed");
    }

    private async Task Timed(Func<string, Task> step, string after)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await step($"all is handled and answered after {after}");
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s after {after}");
    }
}
