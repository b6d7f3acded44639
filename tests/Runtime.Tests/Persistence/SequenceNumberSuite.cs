using Akka.Events.Testing;
using Akka.Persistence;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>Sequence numbers, snapshots and what is left after deleting.</summary>
public abstract class SequenceNumberSuite(Storage storage) : PersistenceTest(storage)
{
    [SkippableFact]
    public async Task Numbers_go_on_after_everything_was_deleted()
    {
        var actor = await StartWithAsync("a", "b", "c");
        actor.Do(a => a.DeleteMessages(long.MaxValue));
        Assert.Equal(3, (await Probe.NextAsync<DeleteMessagesSuccess>()).ToSequenceNr);
        await StopAsync(actor);
        actor = Start();
        await Probe.ExpectAsync("recovered at 3");
        actor.Do(a => a.Persist("d", a.Handled));
        await Probe.ExpectAsync("d handled at 4");
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("d replayed at 4", "recovered at 4");
    }

    [SkippableFact]
    public async Task Events_up_to_a_number_are_deleted_and_later_ones_stay()
    {
        var actor = await StartWithAsync("a", "b", "c");
        actor.Do(a => a.DeleteMessages(2));
        Assert.Equal(2, (await Probe.NextAsync<DeleteMessagesSuccess>()).ToSequenceNr);
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("c replayed at 3", "recovered at 3");
    }

    [SkippableFact]
    public async Task Deleting_twice_and_deleting_nothing_succeed()
    {
        var actor = await StartWithAsync("a", "b");
        actor.Do(a => a.DeleteMessages(1));
        await Probe.NextAsync<DeleteMessagesSuccess>();
        actor.Do(a => a.DeleteMessages(1));
        await Probe.NextAsync<DeleteMessagesSuccess>();
        actor.Do(a => a.DeleteMessages(2));
        await Probe.NextAsync<DeleteMessagesSuccess>();
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("recovered at 2");
    }

    [SkippableFact]
    public async Task Deleting_beyond_the_last_sequence_number_fails_and_the_actor_goes_on()
    {
        var actor = await StartWithAsync("a");
        actor.Do(a => a.DeleteMessages(2));
        Assert.Equal(2, (await Probe.NextAsync<DeleteMessagesFailure>()).ToSequenceNr);
        actor.Tell("still here", Akka.Actor.ActorRefs.NoSender);
        await Probe.ExpectAsync("still here");
    }

    [SkippableFact]
    public async Task A_snapshot_carries_the_last_sequence_number_and_the_same_number_overwrites()
    {
        var actor = await StartWithAsync("a", "b");
        actor.Do(a => a.SaveSnapshot("first"));
        var metadata = (await Probe.NextAsync<SaveSnapshotSuccess>()).Metadata;
        Assert.Equal(("one", 2), (metadata.PersistenceId, metadata.SequenceNr));
        Assert.InRange(metadata.Timestamp, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
        actor.Do(a => a.SaveSnapshot("second"));
        await Probe.NextAsync<SaveSnapshotSuccess>();
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("offer second at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task A_deleted_snapshot_is_not_offered()
    {
        var actor = await StartWithSnapshotsAsync();
        actor.Do(a => a.DeleteSnapshot(2));
        Assert.Equal(2, (await Probe.NextAsync<DeleteSnapshotSuccess>()).Metadata.SequenceNr);
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("offer s1 at 1", "b replayed at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task Snapshots_are_deleted_by_criteria()
    {
        var actor = await StartWithSnapshotsAsync();
        actor.Do(a => a.DeleteSnapshots(new SnapshotSelectionCriteria(2)));
        Assert.Equal(2, (await Probe.NextAsync<DeleteSnapshotsSuccess>()).Criteria.MaxSequenceNr);
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task A_snapshot_with_later_deletes_keeps_the_numbers_going()
    {
        var actor = await StartWithSnapshotsAsync();
        actor.Do(a => a.DeleteMessages(2));
        await Probe.NextAsync<DeleteMessagesSuccess>();
        await StopAsync(actor);
        actor = Start();
        await Probe.ExpectAsync("offer s2 at 2", "recovered at 2");
        actor.Do(a => a.Persist("c", a.Handled));
        await Probe.ExpectAsync("c handled at 3");
    }

    [SkippableFact]
    public async Task Persistence_ids_do_not_mix()
    {
        var one = await StartWithAsync("a");
        var two = await StartNewAsync("two");
        two.Do(a => a.Persist("x", a.Handled));
        await Probe.ExpectAsync("x handled at 1");
        one.Do(a => a.Persist("b", a.Handled));
        await Probe.ExpectAsync("b handled at 2");
        await StopAsync(two);
        Start("two");
        await Probe.ExpectAsync("x replayed at 1", "recovered at 1");
    }

    private async Task<Akka.Actor.IActorRef> StartWithAsync(params string[] events)
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(events, _ => { }, () => a.Tell("persisted")));
        await Probe.ExpectAsync("persisted");
        return actor;
    }

    // a, snapshot s1, b, snapshot s2
    private async Task<Akka.Actor.IActorRef> StartWithSnapshotsAsync()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", _ => a.SaveSnapshot("s1")));
        await Probe.NextAsync<SaveSnapshotSuccess>();
        actor.Do(a => a.Persist("b", _ => a.SaveSnapshot("s2")));
        await Probe.NextAsync<SaveSnapshotSuccess>();
        return actor;
    }
}

public sealed class SequenceNumbersInMemory() : SequenceNumberSuite(Storage.InMemory);

[Collection(PostgresCollection.Name)]
public sealed class SequenceNumbersInPostgreSql(PostgresFixture server) : SequenceNumberSuite(Storage.On(server));
