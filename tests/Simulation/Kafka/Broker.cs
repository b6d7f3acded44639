using System.Text;
using Akka.Events.Simulation.Machine;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Simulation.Kafka;

/// <summary>
/// One topic and one consumer group: the log with its holes, the committed offsets, and who owns what. A partition changes hands only when
/// its owner has given it up, or has been silent for the session timeout; a member that was silent learns later that it has lost all.
/// </summary>
internal sealed class Broker(World world, string topic, int partitions)
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan RebalanceTimeout = TimeSpan.FromSeconds(60);

    private readonly List<LogRecord>[] _logs = [.. Enumerable.Range(0, partitions).Select(_ => new List<LogRecord>())];
    private readonly long[] _ends = new long[partitions];
    private readonly long[] _committed = [.. Enumerable.Repeat(-1L, partitions)];
    private readonly Member?[] _owners = new Member?[partitions];
    private readonly bool[] _moving = new bool[partitions];
    private readonly List<Member> _members = [];

    public string Topic { get; } = topic;

    public int Partitions { get; } = partitions;

    /// <summary>How likely a commit or a seek is to fail; 0 once the run is to come to rest.</summary>
    public double Faults { get; set; }

    public IReadOnlyList<Member> Members => _members;

    public long End(int partition) => _ends[partition];

    public long Committed(int partition) => _committed[partition];

    public IReadOnlyList<LogRecord> Log(int partition) => _logs[partition];

    public Member? Owner(int partition) => _owners[partition];

    public void Append(string key, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var partition = Murmur2Partitioner.Partition(bytes, Partitions);
        // Transaction markers take offsets that no record has.
        if (world.Chance(0.05)) _ends[partition]++;
        _logs[partition].Add(new LogRecord(_ends[partition]++, bytes, Encoding.UTF8.GetBytes(value), key));
        _owners[partition]?.Arrived(partition);
    }

    /// <summary>Compaction: a record is no longer there. The newest stays.</summary>
    public void Remove(int partition, int index)
    {
        if (index < _logs[partition].Count - 1) _logs[partition].RemoveAt(index);
    }

    public void Join(Member member)
    {
        _members.Add(member);
        Rebalance();
    }

    public void Leave(Member member)
    {
        _members.Remove(member);
        for (var p = 0; p < Partitions; p++)
            if (_owners[p] == member) _owners[p] = null;
        Rebalance();
    }

    /// <summary>Deals the partitions out anew, by chance: who has one and is to keep it notices nothing.</summary>
    public void Rebalance()
    {
        for (var p = 0; p < Partitions; p++)
        {
            if (_moving[p]) continue;
            var able = _members.Where(m => m.CanOwn).ToArray();
            if (able.Length == 0) return;
            var next = able[world.Random.Next(able.Length)];
            if (_owners[p] == next) continue;
            if (_owners[p] is { } owner) Move(p, owner);
            else Give(p, next);
        }
    }

    private void GiveWhatIsFree()
    {
        var able = _members.Where(m => m.CanOwn).ToArray();
        for (var p = 0; p < Partitions && able.Length > 0; p++)
            if (_owners[p] is null && !_moving[p]) Give(p, able[world.Random.Next(able.Length)]);
    }

    /// <summary>The member's session is over: its partitions are free, and it hears of it when it runs again.</summary>
    public void Expire(Member member)
    {
        _members.Remove(member);
        var had = Enumerable.Range(0, Partitions).Where(p => _owners[p] == member).ToArray();
        foreach (var p in had) _owners[p] = null;
        member.Expire(() =>
        {
            if (member.IsClosed) return;
            _members.Add(member);
            Rebalance();
        });
    }

    /// <summary>Who doesn't run doesn't send heartbeats.</summary>
    public void WatchSessions()
    {
        foreach (var member in _members.ToArray())
        {
            if (member.Process.Runs) member.LastSeen = world.Now;
            else if (world.Now - member.LastSeen > SessionTimeout) Expire(member);
        }
        GiveWhatIsFree();
        world.After(TimeSpan.FromSeconds(1), WatchSessions);
    }

    public bool Commit(Member member, IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (world.Chance(Faults)) throw new KafkaException(ErrorCode.RequestTimedOut);
        foreach (var offset in offsets)
        {
            if (_owners[offset.Partition.Value] != member) throw new KafkaException(ErrorCode.Local_AssignmentLost);
            _committed[offset.Partition.Value] = offset.Offset.Value;
        }
        return true;
    }

    private void Move(int partition, Member owner)
    {
        _moving[partition] = true;
        var done = false;
        owner.Revoke(partition, Released);
        world.After(RebalanceTimeout, Released);

        void Released()
        {
            if (done) return;
            done = true;
            _moving[partition] = false;
            if (_owners[partition] != owner) return;
            _owners[partition] = null;
            owner.Release(partition);
            GiveWhatIsFree();
        }
    }

    private void Give(int partition, Member member)
    {
        _owners[partition] = member;
        world.Log.Add(world.Now, $"{Topic} [{partition}] to {member.Process.Name}");
        member.Assign(partition);
    }
}

/// <summary>One record of the log.</summary>
internal sealed record LogRecord(long Offset, byte[] Key, byte[] Value, string KeyText);
