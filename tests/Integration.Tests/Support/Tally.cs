using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>Counts the events of each key.</summary>
internal sealed class Tally : EntityActor<TallyState>
{
    public Tally(Topic<string>[] topics)
    {
        foreach (var topic in topics) On(topic, _ => Persist(new Tallied()));
        Apply<Tallied>((state, _) => new TallyState { Count = state.Count + 1 });
        Query<GetTally, TallyState>(_ => State);
    }

    public static void Of(GroupBuilder group, params string[] topics)
    {
        var read = topics.Select(name => Topic.Text(name)).ToArray();
        group.Entity<Tally>(entity => entity.UseProps(_ => Props.Create(() => new Tally(read))));
    }

    public static async Task<int> Ask(Service service, string key) =>
        (await service.Services.GetRequiredService<IEntities>().Ask<Tally, TallyState>(key, new GetTally())).Count;
}

internal sealed record Tallied;

internal sealed record GetTally;

internal sealed record TallyState
{
    public int Count { get; init; }
}
