using Akka.Actor;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>A persistent actor that can't be started fails its creation and is stopped.</summary>
public sealed class StartTests() : PersistenceTest(Storage.InMemory)
{
    [Fact]
    public async Task Without_a_persistence_id()
    {
        var probe = Probe.Ref;
        Probe.Watch(System.ActorOf(Props.Create(() => new Scripted(null, probe, null))));
        await Probe.NextAsync<Terminated>();
    }

    [Fact]
    public async Task Without_a_configured_journal()
    {
        var probe = Probe.Ref;
        Probe.Watch(System.ActorOf(Props.Create(() => new Lost(probe))));
        await Probe.NextAsync<Terminated>();
    }

    [Fact]
    public async Task The_journal_and_the_snapshot_store_are_actors_of_the_system()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Tell(a.Journal.Path.ToStringWithoutAddress()));
        actor.Do(a => a.Tell(a.SnapshotStore.Path.ToStringWithoutAddress()));
        await Probe.ExpectAsync("/system/akka.persistence.journal.inmem", "/system/akka.persistence.snapshot-store.inmem");
    }

    private sealed class Lost : Scripted
    {
        public Lost(IActorRef probe)
            : base("one", probe) => JournalPluginId = "akka.persistence.journal.nowhere";
    }
}
