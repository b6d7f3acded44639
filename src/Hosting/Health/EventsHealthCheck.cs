using Akka.Events.Operating;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Akka.Events.Hosting.Health;

/// <summary>Unhealthy while something keeps a group from working, or it isn't in its group yet, or from publishing; degraded while it is a part of one (a key, a handler, a partition) or the outbox.</summary>
internal sealed class EventsHealthCheck(IEventsStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var groups = status.Groups;
        var data = groups.ToDictionary(g => g.Name, object (g) => Summary(g));
        var broken = groups.Where(g => g.IsJoining || (g.Problem is not null && !g.ProblemIsPartial)).ToArray();
        var hindered = groups.Where(g => g.Problem is not null || g.BlockedKeys > 0).ToArray();
        var outbox = status.Outbox?.Problems ?? [];
        var topics = status.ReadTopics.Where(t => t.Problem is not null || !t.IsCurrent).ToArray();
        var result =
            broken.Length > 0 ? new HealthCheckResult(context.Registration.FailureStatus, Text(broken, g => g.Problem ?? "this process is on its way into the group, and Kafka has not let it in yet"), data: data)
            : status.Publishing is { } publishing ? new HealthCheckResult(context.Registration.FailureStatus, $"publishing: {publishing.Text}", data: data)
            : hindered.Length > 0 ? HealthCheckResult.Degraded(Text(hindered, g => g.Problem ?? Blocked(g)), data: data)
            : outbox.Count > 0 ? HealthCheckResult.Degraded(string.Join("; ", outbox.Select(p => p.Text)), data: data)
            : topics.Length > 0 ? HealthCheckResult.Degraded(string.Join("; ", topics.Select(Text)), data: data)
            : HealthCheckResult.Healthy(data: data);
        return Task.FromResult(result);
    }

    private static string Summary(GroupStatus group) =>
        $"{group.Partitions.Count} partitions, lag {group.Partitions.Sum(p => p.Lag ?? 0)}, {group.BlockedKeys} blocked keys";

    private static string Text(ReadTopicStatus topic) =>
        $"topic '{topic.Topic}', for {(topic.Entries is null ? "subscriptions" : "a view")}: {topic.Problem ?? "not all of it has been read yet"}";

    private static string Blocked(GroupStatus group) => $"{group.BlockedKeys} keys wait for events that can't be handled";

    private static string Text(IEnumerable<GroupStatus> groups, Func<GroupStatus, string> what) =>
        string.Join("; ", groups.Select(g => $"group '{g.Name}': {what(g)}"));
}
