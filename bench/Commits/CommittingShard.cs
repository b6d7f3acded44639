using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Commits;

/// <summary>Has as many rows committed as it is told, one after another, as a shard without handlers would.</summary>
internal sealed class CommittingShard : UntypedActor, IWithStash
{
    private readonly StoredType _type = new StoredType<byte[]>("bytes", Topic.Bytes("bench").Codec);
    private readonly Effects _effects = new();
    private readonly byte[] _payload;
    private readonly IActorRef _committer;
    private IActorRef _asker = ActorRefs.Nobody;
    private long _offset;
    private int _left;
    private bool _ready;

    public CommittingShard(string group, int shard, JournalCommitterSettings settings, int bytes)
    {
        _payload = new byte[bytes];
        new Random(shard).NextBytes(_payload);
        _committer = Context.ActorOf(Props.Create(() => new JournalCommitter(group, shard, settings)));
    }

    public IStash Stash { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShardRecovered:
                _ready = true;
                Stash.UnstashAll();
                break;
            case Commit when !_ready:
                Stash.Stash();
                break;
            case Commit commit:
                (_asker, _left) = (Sender, commit.Rows);
                Next();
                break;
            case BatchCommitted when --_left == 0:
                _asker.Tell(Done.Instance);
                break;
            case BatchCommitted:
                Next();
                break;
            case CommitterTrouble trouble:
                _asker.Tell(new Status.Failure(new InvalidOperationException(trouble.What)));
                break;
        }
    }

    private void Next()
    {
        _effects.Clear();
        _effects.Fill(new RawRecord { Offset = _offset, Timestamp = 0, HasKey = true, Key = "key"u8, HasValue = false, Value = default });
        _effects.Handled = new HandledTopic("bench", "bench");
        _effects.First = _offset++;
        _effects.Append(_type, _payload);
        _committer.Tell(new CommitBatch([_effects]));
    }

    internal sealed record Commit(int Rows);
}
