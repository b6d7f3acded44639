using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.Committing.Internal.Sending;

/// <summary>
/// Sends what a shard's journal holds for other topics (published events, dead letters), behind its commit and in the order of its rows, and
/// says how far it is, so that the journal can note it. Whoever takes the shard over sends what isn't noted, but for what its sender knows to
/// be sent. Where its sender has a mark of an owner that the journal doesn't know, that is a later one, or the journal was restored: which of
/// both the next row tells, that only the present owner can write. A topic that can't be written to is tried again after growing waits, and the others go on. Used on its actor's turn only.
/// </summary>
/// <param name="self">The actor, which is told of what has ended.</param>
/// <param name="startTimer">Its timers: key, message, time.</param>
/// <param name="senders">Opens its sender.</param>
/// <param name="name">The shard's, for its sender.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Jitter.</param>
/// <param name="tell">Told when a topic's records don't get through, and when they do again.</param>
internal sealed class ShardSender(
    IActorRef self, Action<object, object, TimeSpan> startTimer, IOrderedSenders senders, string name, TimeProvider time, Random chance,
    Action<LetterTrouble> tell)
{
    private const int MaxRecords = 5000;
    private const long MaxBytes = 8 << 20;

    /// <summary>A broker that hasn't answered within this is told of: the client itself may take minutes to give up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1), MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>A sender that has had nothing to send for so long is closed.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    /// <summary>Where others wait for a sender, one keeps his so long.</summary>
    private static readonly TimeSpan Share = TimeSpan.FromSeconds(2);

    private readonly UnsentRecords _unsent = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal); // of topics that have failed since they last got through
    private readonly CancellationTokenSource _end = new();
    private Dictionary<string, long> _sent = []; // and not noted
    private int _owner;
    private IReadOnlyDictionary<string, SentMark>? _marks; // read, and not believed yet
    private IOrderedSender? _sender;
    private Task<SendMessage> _underWay = Task.FromResult<SendMessage>(Idle.Instance);
    private bool _isUnderWay;
    private IReadOnlyList<string> _on = []; // topics that it is under way for
    private bool _pauses;
    private int _failures; // of the sender, in a row
    private int _most = MaxRecords;
    private bool _begun, _looks, _idles;
    private long _opened, _used, _heard;

    /// <summary>Who has owned the shard.</summary>
    public FormerOwners Owners { get; } = new();

    /// <summary>It goes on when a row was written from now on (<see cref="Proven"/>).</summary>
    public bool WantsProof { get; private set; }

    /// <summary>What is not known to be sent.</summary>
    public IReadOnlyList<OutgoingRow> Unsent => _unsent.Rows;

    /// <summary>Something is sent, which the journal doesn't know.</summary>
    public bool HasToNote => _sent.Count > 0;

    /// <summary>What a former owner has left.</summary>
    public void Recover(IEnumerable<OutgoingRow> rows)
    {
        foreach (var row in rows) _unsent.Add(row);
    }

    /// <inheritdoc cref="Recover(IEnumerable{OutgoingRow})"/>
    public void Recover(long sequenceNr, JournalBatch batch)
    {
        var records = new List<OutgoingSlice>();
        JournalBatchReader.ReadOutgoing(batch, records.Add, sent => _unsent.Remove(sent.Topic, sent.Through));
        if (records.Count > 0) _unsent.Add(new OutgoingRow(sequenceNr, batch.Payload, records));
    }

    /// <summary>Sends what was recovered, and what is added from now on.</summary>
    /// <param name="owner">What the present owner marks with how far it has sent.</param>
    /// <returns>What there is to send.</returns>
    public RecordsUnsent Begin(int owner)
    {
        _owner = owner;
        _begun = true;
        GoOn();
        return new RecordsUnsent(_unsent.Count, _unsent.Bytes);
    }

    /// <summary>A row is durable.</summary>
    public void Add(OutgoingRow row)
    {
        _unsent.Add(row);
        GoOn();
    }

    /// <summary>What is sent and not noted; it is noted then.</summary>
    public IReadOnlyList<SentThrough> TakeSent()
    {
        if (_sent.Count == 0) return [];
        var sent = _sent.Select(topic => new SentThrough(topic.Key, topic.Value)).ToArray();
        _sent = [];
        return sent;
    }

    /// <summary>Something has come of it.</summary>
    /// <returns>What there is less to send; null for nothing.</returns>
    public RecordsUnsent? On(SendMessage message)
    {
        var (count, bytes) = (_unsent.Count, _unsent.Bytes);
        switch (message)
        {
            case Opened opened:
                OnOpened(opened);
                break;
            case Tried tried:
                OnTried(tried.Outcome);
                break;
            case Failed failed:
                OnFailed(failed.Cause);
                break;
            case Again { Topic: null }:
                _pauses = false;
                break;
            case Again again:
                if (_lanes.TryGetValue(again.Topic, out var lane)) lane.Waits = false;
                break;
            case Look:
                OnLook();
                break;
            case Idle:
                OnIdle();
                break;
        }
        GoOn();
        return Since(count, bytes);
    }

    private RecordsUnsent? Since(int count, long bytes) =>
        count == _unsent.Count ? null : new RecordsUnsent(_unsent.Count - count, _unsent.Bytes - bytes);

    /// <summary>The shard ends. What is on its way may still arrive, where the next owner doesn't keep it from that.</summary>
    public void End()
    {
        _begun = false;
        _ = _end.CancelAsync();
        var sender = _sender;
        _underWay.ContinueWith(
            async ended =>
            {
                if (ended is { IsCompletedSuccessfully: true, Result: Opened { Sender: var opened } } && opened != sender)
                    await opened.DisposeAsync().ConfigureAwait(false);
                if (sender is not null) await sender.DisposeAsync().ConfigureAwait(false);
            },
            TaskScheduler.Default);
    }

    private void GoOn()
    {
        if (!_begun || _isUnderWay || _pauses) return;
        if (_sender is not null && senders.AreWaitedFor && time.GetElapsedTime(_opened) >= Share) CloseSoon();
        var parts = _unsent.Next(topic => !_lanes.TryGetValue(topic, out var lane) || !lane.Waits, _most, MaxBytes);
        if (parts.Count == 0)
        {
            WaitIdly();
            return;
        }
        _isUnderWay = true;
        _used = time.GetTimestamp();
        _heard = _used;
        _on = [.. parts.Select(part => part.Topic).Distinct()];
        _underWay = _sender is { } sender ? Send(sender, parts) : Open([.. _unsent.Topics]);
        _underWay.PipeTo(self, failure: e => new Failed(e));
        if (_looks) return;
        _looks = true;
        startTimer("send-look", Look.Instance, Patience);
    }

    private async Task<SendMessage> Open(IReadOnlyCollection<string> topics)
    {
        var sender = await senders.Open(name, _owner, _end.Token).ConfigureAwait(false);
        try
        {
            return new Opened(sender, await sender.Progress(topics).ConfigureAwait(false));
        }
        catch
        {
            await sender.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<SendMessage> Send(IOrderedSender sender, IReadOnlyList<OutgoingPart> parts) =>
        new Tried(await sender.Send(parts).ConfigureAwait(false));

    private void OnOpened(Opened opened)
    {
        _sender = opened.Sender;
        _opened = time.GetTimestamp();
        WantsProof = opened.Marks.Values.Any(mark => Owners.Through(mark.Owner) is null);
        if (WantsProof)
        {
            _marks = opened.Marks;
            return;
        }
        Believe(opened.Marks);
    }

    /// <summary>A row will be written that answers.</summary>
    public bool TakeQuestion()
    {
        var wants = WantsProof;
        WantsProof = false;
        return wants;
    }

    /// <summary>The row is written: whoever the journal doesn't know has never owned it.</summary>
    /// <returns>What there is less to send; null for nothing.</returns>
    public RecordsUnsent? Proven()
    {
        if (_marks is not { } marks) return null;
        var (count, bytes) = (_unsent.Count, _unsent.Bytes);
        Believe(marks);
        GoOn();
        return Since(count, bytes);
    }

    private void Believe(IReadOnlyDictionary<string, SentMark> marks)
    {
        _marks = null;
        _isUnderWay = false;
        foreach (var (topic, mark) in marks)
            if (Owners.Through(mark.Owner) is { } through)
            {
                Note(topic, Math.Min(mark.Number, through));
                // What has arrived without an answer, or was a predecessor's, leaves nothing that could arrive later.
                if (!_unsent.Topics.Contains(topic)) OnArrived(topic);
            }
    }

    private void OnTried(SendOutcome outcome)
    {
        _isUnderWay = false;
        _failures = 0;
        foreach (var (topic, through) in outcome.Sent)
        {
            Note(topic, through);
            if (!outcome.Refused.ContainsKey(topic)) OnArrived(topic);
        }
        foreach (var (topic, why) in outcome.Refused) OnRefused(topic, why);
        _most = outcome.IsToBeSplit ? Math.Max(1, _most / 2) : Math.Min(MaxRecords, _most * 2);
        if (outcome.EndsSender) CloseSoon();
    }

    private void OnFailed(Exception cause)
    {
        _isUnderWay = false;
        CloseSoon();
        if (_end.IsCancellationRequested) return;
        _pauses = true;
        startTimer("send-again", new Again(null), WaitAfter(_failures++));
        foreach (var topic in _on) Tell(topic, Reason.Of(cause));
    }

    private void Note(string topic, long through)
    {
        _unsent.Remove(topic, through);
        _sent[topic] = through;
    }

    private void OnArrived(string topic)
    {
        if (!_lanes.Remove(topic, out var lane) || lane.Why is null) return;
        tell(new LetterTrouble(topic, null));
    }

    private void OnRefused(string topic, string why)
    {
        Tell(topic, why);
        var lane = _lanes[topic];
        lane.Waits = true;
        startTimer(("send-again", topic), new Again(topic), WaitAfter(lane.Failures++));
    }

    private void Tell(string topic, string why)
    {
        if (!_lanes.TryGetValue(topic, out var lane)) _lanes.Add(topic, lane = new Lane());
        if (lane.Why == why) return;
        lane.Why = why;
        tell(new LetterTrouble(topic, why));
    }

    private TimeSpan WaitAfter(int failures)
    {
        var wait = MinWait * Math.Pow(2, Math.Min(failures, 16));
        return (wait < MaxWait ? wait : MaxWait) * (0.8 + 0.4 * chance.NextDouble());
    }

    private void OnLook()
    {
        _looks = false;
        if (!_isUnderWay) return;
        if (time.GetElapsedTime(_heard) >= Patience)
            foreach (var topic in _on)
                if (!_lanes.TryGetValue(topic, out var lane) || lane.Why is null) Tell(topic, "no broker has acknowledged them yet");
        _looks = true;
        startTimer("send-look", Look.Instance, Patience);
    }

    private void WaitIdly()
    {
        if (_sender is null || _idles) return;
        _idles = true;
        startTimer("send-idle", Idle.Instance, IdleLimit);
    }

    private void OnIdle()
    {
        _idles = false;
        if (!_isUnderWay && time.GetElapsedTime(_used) >= IdleLimit) CloseSoon();
    }

    private void CloseSoon()
    {
        if (_sender is not { } sender) return;
        _sender = null;
        _ = Task.Run(async () => await sender.DisposeAsync().ConfigureAwait(false));
    }

    /// <summary>A topic whose records don't get through.</summary>
    private sealed class Lane
    {
        /// <summary>In a row.</summary>
        public int Failures;

        /// <summary>The wait before another attempt has begun.</summary>
        public bool Waits;

        /// <summary>What has been told of it last.</summary>
        public string? Why;
    }

    private sealed record Opened(IOrderedSender Sender, IReadOnlyDictionary<string, SentMark> Marks) : SendMessage;

    private sealed record Tried(SendOutcome Outcome) : SendMessage;

    private sealed record Failed(Exception Cause) : SendMessage;

    private sealed record Again(string? Topic) : SendMessage;

    private sealed record Look : SendMessage
    {
        public static readonly Look Instance = new();
    }

    private sealed record Idle : SendMessage
    {
        public static readonly Idle Instance = new();
    }
}
