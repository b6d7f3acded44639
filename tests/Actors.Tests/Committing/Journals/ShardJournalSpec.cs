using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Persistence.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Hosting;
using Akka.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Committing.Journals;

/// <summary>What a shard's committer relies on in a journal and snapshot store, whoever makes the plugins.</summary>
public abstract class ShardJournalSpec : IAsyncLifetime
{
    private IHost? _host;

    protected ActorSystem System => _host!.Services.GetRequiredService<ActorSystem>();

    internal abstract EventStore Open();

    public virtual async Task InitializeAsync() => _host = await StartHost();

    public virtual async Task DisposeAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        _host.Dispose();
    }

    [SkippableFact]
    public async Task Rows_come_back_in_order_with_their_numbers_and_bytes()
    {
        await Write("group/0", 1, 5);
        await Write("group/1", 1, 2);
        var (rows, highest) = await Replay("group/0");
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(row => row.SequenceNr));
        Assert.All(rows, row => Assert.Equal(Payload(row.SequenceNr), ((JournalBatch)row.Payload).Payload));
        Assert.All(rows, row => Assert.Equal("group/0", row.PersistenceId));
        Assert.Equal(5, highest);
        Assert.Empty((await Replay("group/2")).Rows);
        Assert.Equal(0, (await Replay("group/2")).Highest);
    }

    [SkippableTheory]
    [InlineData(2, 4, long.MaxValue, "2 3 4")]
    [InlineData(2, long.MaxValue, 2, "2 3")]
    [InlineData(1, long.MaxValue, 0, "")]
    [InlineData(6, long.MaxValue, long.MaxValue, "")]
    [InlineData(3, 2, long.MaxValue, "")]
    public async Task A_replay_keeps_to_its_bounds(long from, long to, long most, string expected)
    {
        await Write("group/0", 1, 5);
        var (rows, highest) = await Replay("group/0", from, to, most);
        Assert.Equal(expected, string.Join(' ', rows.Select(row => row.SequenceNr)));
        if (from <= 5) Assert.Equal(5, highest);
    }

    [SkippableFact]
    public async Task Of_two_rows_with_the_same_number_the_second_is_refused_and_the_first_stays()
    {
        await Write("group/0", 1, 1);
        var failure = await Refused("group/0", 1, Batch(77));
        Assert.Contains("unique", failure.Message, StringComparison.OrdinalIgnoreCase);
        var (rows, _) = await Replay("group/0");
        Assert.Equal(Payload(1), ((JournalBatch)Assert.Single(rows).Payload).Payload);
    }

    [SkippableFact]
    public async Task Rows_persisted_together_are_written_all_or_none()
    {
        await Write("group/0", 3, 3);
        Assert.Single(await Ask("group/0", Atomic("group/0", 1, 3)), answer => answer is WriteMessagesFailed);
        Assert.Equal([3], (await Replay("group/0")).Rows.Select(row => row.SequenceNr));
        await Write("group/1", 1, 4);
        Assert.Equal(4, (await Replay("group/1")).Rows.Count);
    }

    [SkippableFact]
    public async Task What_no_serializer_takes_is_rejected_and_the_rest_is_written()
    {
        AtomicWrite[] writes =
        [
            new(new Persistent(Batch(1), 1, "group/0", sender: ActorRefs.NoSender)),
            new(new Persistent(new Unstorable(), 2, "group/0", sender: ActorRefs.NoSender)),
        ];
        var answers = await Ask("group/0", writes);
        Assert.Single(answers, answer => answer is WriteMessagesSuccessful);
        Assert.Equal(1, Assert.Single(answers.OfType<WriteMessageSuccess>()).Persistent.SequenceNr);
        Assert.Equal(2, Assert.Single(answers.OfType<WriteMessageRejected>()).Persistent.SequenceNr);
        Assert.Equal([1], (await Replay("group/0")).Rows.Select(row => row.SequenceNr));
    }

    [SkippableTheory]
    [InlineData(3, "4 5")]
    [InlineData(5, "")]
    [InlineData(long.MaxValue, "")]
    [InlineData(0, "1 2 3 4 5")]
    public async Task Deleted_rows_are_gone_and_the_highest_number_is_kept(long through, string left)
    {
        await Write("group/0", 1, 5);
        await Write("group/1", 1, 5);
        await Delete("group/0", through);
        Assert.Equal(left, string.Join(' ', (await Replay("group/0")).Rows.Select(row => row.SequenceNr)));
        Assert.Equal(5, (await Replay("group/0")).Highest);
        Assert.Equal(5, (await Replay("group/1")).Rows.Count);

        await Delete("group/0", through);
        await Write("group/0", 6, 6);
        Assert.Equal($"{left} 6".Trim(), string.Join(' ', (await Replay("group/0")).Rows.Select(row => row.SequenceNr)));
        await Delete("group/0", 6);
        Assert.Empty((await Replay("group/0")).Rows);
        Assert.Equal(6, (await Replay("group/0")).Highest);
    }

    [SkippableFact]
    public async Task Another_process_reads_what_was_written()
    {
        await Write("group/0", 1, 3);
        await Delete("group/0", 1);
        await Save("group/0", 2, "two");
        await DisposeAsync();
        _host = await StartHost();
        Assert.Equal([2, 3], (await Replay("group/0")).Rows.Select(row => row.SequenceNr));
        Assert.Equal(2, (await Load("group/0"))!.Metadata.SequenceNr);
    }

    [SkippableFact]
    public async Task The_newest_snapshot_within_the_bounds_is_loaded_with_its_time()
    {
        Assert.Null(await Load("group/0"));
        var before = DateTime.UtcNow;
        foreach (var nr in (long[])[5, 10, 20]) await Save("group/0", nr, $"{nr}");
        await Save("group/1", 30, "other");
        var newest = await Load("group/0");
        Assert.Equal((20, 20), (newest!.Metadata.SequenceNr, ((ShardSnapshot)newest.Snapshot).StatesThrough));
        Assert.InRange(newest.Metadata.Timestamp, before, DateTime.UtcNow);
        Assert.Equal(10, (await Load("group/0", new SnapshotSelectionCriteria(19)))!.Metadata.SequenceNr);
        Assert.Null(await Load("group/0", new SnapshotSelectionCriteria(4)));
        Assert.Null(await Load("group/0", new SnapshotSelectionCriteria(long.MaxValue, before)));
    }

    [SkippableFact]
    public async Task A_snapshot_takes_the_place_of_one_with_its_number()
    {
        await Save("group/0", 5, "first", states: 1);
        await Save("group/0", 5, "second", states: 2);
        Assert.Equal(2, ((ShardSnapshot)(await Load("group/0"))!.Snapshot).StatesThrough);
    }

    [SkippableFact]
    public async Task Deleted_snapshots_are_gone_and_the_others_stay()
    {
        foreach (var nr in (long[])[5, 10, 20]) await Save("group/0", nr, $"{nr}");
        await Save("group/1", 5, "other");
        await AskSnapshots<DeleteSnapshotsSuccess>(new DeleteSnapshots("group/0", new SnapshotSelectionCriteria(9)));
        Assert.Null(await Load("group/0", new SnapshotSelectionCriteria(9)));
        await AskSnapshots<DeleteSnapshotSuccess>(new DeleteSnapshot(new SnapshotMetadata("group/0", 20, DateTime.MinValue)));
        Assert.Equal(10, (await Load("group/0"))!.Metadata.SequenceNr);
        Assert.NotNull(await Load("group/1"));
    }

    private static JournalBatch Batch(long nr) => new(Payload(nr));

    private static byte[] Payload(long nr) => [1, 0, (byte)nr, 0xff];

    protected Task Write(string id, long from, long to) => Written(id, Atomic(id, from, to));

    /// <summary>Has it written, and throws what the journal says against it.</summary>
    protected async Task Written(string id, params AtomicWrite[] writes)
    {
        var answers = await Ask(id, writes);
        if (answers.OfType<WriteMessagesFailed>().FirstOrDefault() is { } failed) throw new InvalidOperationException(id, failed.Cause);
        Assert.All(answers, answer => Assert.True(answer is WriteMessagesSuccessful or WriteMessageSuccess, $"{answer}"));
    }

    private async Task<Exception> Refused(string id, long nr, object message)
    {
        var answers = await Ask(id, new AtomicWrite(new Persistent(message, nr, id, sender: ActorRefs.NoSender)));
        return Assert.Single(answers.OfType<WriteMessageFailure>()).Cause;
    }

    protected static AtomicWrite Atomic(string id, long from, long to) => new(
        [.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(nr => new Persistent(Batch(nr), nr, id, sender: ActorRefs.NoSender))]);

    private async Task<IReadOnlyList<object>> Ask(string id, params AtomicWrite[] writes)
    {
        var expected = 1 + writes.Sum(write => write.Size);
        return await Answers(
            answers => answers.Count == expected, asker => Journal.Tell(new WriteMessages(writes, asker, 1), asker));
    }

    protected async Task<(IReadOnlyList<IPersistentRepresentation> Rows, long Highest)> Replay(
        string id, long from = 1, long to = long.MaxValue, long most = long.MaxValue)
    {
        var answers = await Answers(
            answers => answers[^1] is RecoverySuccess or ReplayMessagesFailure,
            asker => Journal.Tell(new ReplayMessages(from, to, most, id, asker), asker));
        if (answers[^1] is ReplayMessagesFailure failure) throw new InvalidOperationException(id, failure.Cause);
        return ([.. answers.OfType<ReplayedMessage>().Select(m => m.Persistent)], ((RecoverySuccess)answers[^1]).HighestSequenceNr);
    }

    private async Task Delete(string id, long through)
    {
        var answers = await Answers(_ => true, asker => Journal.Tell(new DeleteMessagesTo(id, through, asker), asker));
        Assert.IsType<DeleteMessagesSuccess>(answers[0]);
    }

    private Task Save(string id, long nr, string group, long? states = null) => AskSnapshots<SaveSnapshotSuccess>(
        new SaveSnapshot(new SnapshotMetadata(id, nr, DateTime.UtcNow), new ShardSnapshot(states ?? nr, true, new(), [], [], 1)));

    private async Task<SelectedSnapshot?> Load(string id, SnapshotSelectionCriteria? criteria = null) =>
        (await AskSnapshots<LoadSnapshotResult>(new LoadSnapshot(id, criteria ?? SnapshotSelectionCriteria.Latest, long.MaxValue))).Snapshot;

    private Task<T> AskSnapshots<T>(object question) =>
        Akka.Persistence.Persistence.Instance.Apply(System).SnapshotStoreFor(JournalPlugin.SnapshotId).Ask<T>(question, EventsHarness.Patience);

    private IActorRef Journal => Akka.Persistence.Persistence.Instance.Apply(System).JournalFor(JournalPlugin.JournalId);

    private Task<IReadOnlyList<object>> Answers(Predicate<IReadOnlyList<object>> all, Action<IActorRef> ask)
    {
        var answers = new TaskCompletionSource<IReadOnlyList<object>>(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(System.ActorOf(Props.Create(() => new Asker(all, answers))));
        return answers.Task.WaitAsync(EventsHarness.Patience);
    }

    private async Task<IHost> StartHost()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var store = Open();
        builder.Services.AddAkka("journal", akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend).WithEventStore(store));
        var host = builder.Build();
        await host.StartAsync();
        var (states, _) = store.Open(host.Services.GetRequiredService<ActorSystem>(), NullLoggerFactory.Instance);
        await states.Initialize(default);
        return host;
    }

    /// <summary>What the serializer of the shards' events doesn't know, and no other can store.</summary>
    private sealed class Unstorable
    {
        public string Mine => throw new NotSupportedException("not to be stored");
    }

    private sealed class Asker(Predicate<IReadOnlyList<object>> all, TaskCompletionSource<IReadOnlyList<object>> answers) : UntypedActor
    {
        private readonly List<object> _got = [];

        protected override void OnReceive(object message)
        {
            _got.Add(message);
            if (!all(_got)) return;
            answers.TrySetResult(_got);
            Context.Stop(Self);
        }
    }
}
