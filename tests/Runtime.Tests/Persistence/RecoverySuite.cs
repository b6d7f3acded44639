using Akka.Actor;
using Akka.Events.Testing;
using Akka.Persistence;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>Snapshot, later events, RecoveryCompleted, and then the commands that came meanwhile.</summary>
public abstract class RecoverySuite(Storage storage) : PersistenceTest(storage)
{
    protected override string Hocon => "akka.persistence.max-concurrent-recoveries = 2";

    [SkippableFact]
    public async Task Events_are_replayed_in_order_then_RecoveryCompleted_then_the_commands_sent_meanwhile()
    {
        await PersistAsync("a", "b", "c");
        var actor = Start();
        actor.Tell("1");
        actor.Do(a => a.Persist("d", a.Handled));
        actor.Tell("2");
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "c replayed at 3", "recovered at 3", "1", "d handled at 4", "2");
    }

    [SkippableFact]
    public async Task A_snapshot_is_offered_and_only_later_events_follow()
    {
        await PersistWithSnapshotAsync();
        Start();
        await Probe.ExpectAsync("offer ab at 2", "c replayed at 3", "recovered at 3");
    }

    [SkippableFact]
    public async Task The_newest_snapshot_that_matches_is_chosen()
    {
        await PersistWithSnapshotAsync();
        Start(recovery: new Recovery(new SnapshotSelectionCriteria(1)));
        await Probe.ExpectAsync("offer a at 1", "b replayed at 2", "c replayed at 3", "recovered at 3");
    }

    [SkippableFact]
    public async Task Without_a_snapshot_everything_is_replayed()
    {
        await PersistWithSnapshotAsync();
        Start(recovery: new Recovery(SnapshotSelectionCriteria.None));
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "c replayed at 3", "recovered at 3");
    }

    [SkippableFact]
    public async Task Snapshots_outside_the_time_limits_are_not_offered()
    {
        await PersistWithSnapshotAsync();
        Start(recovery: new Recovery(new SnapshotSelectionCriteria(long.MaxValue, DateTime.UtcNow.AddDays(-1))));
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "c replayed at 3", "recovered at 3");
    }

    [SkippableFact]
    public async Task Recovery_can_end_at_a_sequence_number_and_writing_goes_on_after_the_highest()
    {
        await PersistWithSnapshotAsync();
        var actor = Start(recovery: new Recovery(SnapshotSelectionCriteria.Latest, 1));
        await Probe.ExpectAsync("offer a at 1", "recovered at 3");
        actor.Do(a => a.Persist("d", a.Handled));
        await Probe.ExpectAsync("d handled at 4");
    }

    [SkippableFact]
    public async Task Recovery_can_end_after_a_number_of_events()
    {
        await PersistAsync("a", "b", "c");
        Start(recovery: new Recovery(SnapshotSelectionCriteria.Latest, long.MaxValue, 2));
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "recovered at 3");
    }

    [SkippableFact]
    public async Task No_recovery_brings_only_the_highest_sequence_number()
    {
        await PersistWithSnapshotAsync();
        Start(recovery: Recovery.None);
        await Probe.ExpectAsync("recovered at 3");
    }

    [SkippableFact]
    public async Task An_unhandled_snapshot_offer_leads_to_full_replay()
    {
        await PersistWithSnapshotAsync();
        var probe = Probe.Ref;
        System.ActorOf(Props.Create(() => new RefusingOffers(probe)));
        await Probe.ExpectAsync("a", "b", "c", "recovered at 3");
    }

    [SkippableFact]
    public async Task A_throwing_recover_handler_stops_the_actor()
    {
        await PersistAsync("a", "b");
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new ThrowingInRecovery(probe, "b")));
        Probe.Watch(actor);
        await Probe.ExpectAsync("a replayed at 1", "recovery failed at b", "stopped");
        await Probe.ExpectTerminatedAsync(actor);
    }

    [SkippableFact]
    public async Task Persisting_during_replay_is_refused()
    {
        await PersistAsync("a");
        var probe = Probe.Ref;
        System.ActorOf(Props.Create(() => new PersistingInRecovery(probe)));
        await Probe.ExpectAsync("recovery failed at a", "stopped");
    }

    [SkippableFact]
    public async Task RecoveryCompleted_may_persist_before_any_command()
    {
        var probe = Probe.Ref;
        var actor = System.ActorOf(Props.Create(() => new PersistingOnCompletion(probe)));
        actor.Tell("command");
        await Probe.ExpectAsync("False", "begun handled at 1", "command");
    }

    [SkippableFact]
    public async Task Recovery_handlers_have_no_sender()
    {
        await PersistAsync("a");
        var probe = Probe.Ref;
        System.ActorOf(Props.Create(() => new TellingSenders(probe)));
        await Probe.ExpectAsync(System.DeadLetters);
    }

    [SkippableFact]
    public async Task More_actors_than_permits_all_recover()
    {
        await PersistAsync("a");
        for (var i = 0; i < 20; i++) Start($"other {i}");
        var all = new HashSet<IActorRef>();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("recovered at 0", await Probe.NextAsync());
            all.Add(Probe.LastSender);
        }

        Assert.Equal(20, all.Count);
    }

    private async Task PersistAsync(params string[] events)
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(events, _ => { }, () => a.Tell("persisted")));
        await Probe.ExpectAsync("persisted");
        await StopAsync(actor);
    }

    // a, snapshot, b, snapshot, c
    private async Task PersistWithSnapshotAsync()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", _ => a.SaveSnapshot("a")));
        Assert.Equal(1, (await Probe.NextAsync<SaveSnapshotSuccess>()).Metadata.SequenceNr);
        actor.Do(a => a.Persist("b", _ => a.SaveSnapshot("ab")));
        Assert.Equal(2, (await Probe.NextAsync<SaveSnapshotSuccess>()).Metadata.SequenceNr);
        actor.Do(a => a.Persist("c", a.Handled));
        await Probe.ExpectAsync("c handled at 3");
        await StopAsync(actor);
    }

    private sealed class RefusingOffers(IActorRef probe) : PersistentActor
    {
        public override string PersistenceId => "one";

        protected override bool ReceiveCommand(object message) => false;

        protected override bool ReceiveRecover(object message)
        {
            if (message is SnapshotOffer) return false;
            probe.Tell(message is RecoveryCompleted ? $"recovered at {LastSequenceNr}" : message);
            return true;
        }
    }

    private sealed class ThrowingInRecovery(IActorRef probe, string @event) : Scripted("one", probe)
    {
        protected override void OnReplayed(string replayed)
        {
            if (replayed == @event) throw new Boom();
            base.OnReplayed(replayed);
        }
    }

    private sealed class PersistingInRecovery(IActorRef probe) : Scripted("one", probe)
    {
        protected override void OnReplayed(string replayed) => Persist("x", Handled);
    }

    private sealed class TellingSenders(IActorRef probe) : Scripted("one", probe)
    {
        protected override void OnReplayed(string replayed) => Tell(Sender);
    }

    private sealed class PersistingOnCompletion : ReceivePersistentActor
    {
        public PersistingOnCompletion(IActorRef probe)
        {
            Recover<RecoveryCompleted>(_ =>
            {
                probe.Tell($"{IsRecovering}");
                Persist("begun", e => probe.Tell($"{e} handled at {LastSequenceNr}"));
            });
            CommandAny(message => probe.Tell(message));
        }

        public override string PersistenceId => "one";
    }
}

public sealed class RecoveryInMemory() : RecoverySuite(Storage.InMemory);

[Collection(PostgresCollection.Name)]
public sealed class RecoveryInPostgreSql(PostgresFixture server) : RecoverySuite(Storage.On(server));
