using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>Behaviour 24, for persistent entities.</summary>
public sealed class PersistentEntityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task At_shutdown_persistent_entities_finish_their_Persist_before_the_region_ends()
    {
        await using var member = await Member.UpAsync();
        var region = await StartAsync(member);
        string[] ids = ["a", "b", "c"];

        foreach (var id in ids) region.Tell(new ShardingEnvelope(id, "event"));
        region.Tell(GracefulShutdown.Instance);
        await region.WatchAsync();

        var reports = await member.Seen.NextAsync(2 * ids.Length);
        foreach (var id in ids)
            Assert.Equal([$"{id} persisted event", $"{id} stopped"], reports.Cast<string>().Where(r => r.StartsWith(id)));
    }

    [Fact]
    public async Task An_entity_that_rested_recovers_with_the_next_message()
    {
        await using var member = await Member.UpAsync();
        var region = await StartAsync(member);

        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("a", "event"), Patience));
        region.Tell(new ShardingEnvelope("a", "rest"));
        Assert.Equal(["a persisted event", "a stopped"], await member.Seen.NextAsync(2));

        Assert.Equal(2, await region.Ask<int>(new ShardingEnvelope("a", "event"), Patience));
    }

    private static Task<IActorRef> StartAsync(Member member) => member.Sharding.StartAsync(
        "accounts", id => Props.Create(() => new Account(id, member.Seen)), member.Settings, new Ids(),
        member.Sharding.DefaultShardAllocationStrategy(member.Settings), "stop");

    private sealed class Account : ReceivePersistentActor
    {
        private readonly Seen _seen;
        private int _events;

        public Account(string id, Seen seen)
        {
            PersistenceId = id;
            _seen = seen;
            Recover<string>(_ => _events++);
            Command<string>(message => message == "event", message => Persist(message, persisted =>
            {
                _events++;
                seen.Add($"{id} persisted {persisted}");
                Sender.Tell(_events);
            }));
            Command<string>(message => message == "rest", _ => Context.Parent.Tell(new Passivate("stop")));
            Command<string>(message => message == "stop", _ => Context.Stop(Self));
        }

        public override string PersistenceId { get; }

        protected override void PostStop() => _seen.Add($"{PersistenceId} stopped");
    }
}
