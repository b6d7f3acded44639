using System.Collections.Concurrent;
using Akka.Events.Kafka.Internal.Admin;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// What both ways of reading have in common: the poll thread, the commands it carries out, rebalances, commits and seeks that are tried
/// again, and an end that always comes.
/// </summary>
internal abstract class GroupConsumer : IGroupConsumer
{
    /// <summary>The longest single poll when nothing else is due.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private static readonly Error NotOwned = new(ErrorCode.Local_AssignmentLost, "The partition no longer belongs to this consumer.");
    private static readonly Error Ended = new(ErrorCode.Local_Destroy, "The consumer is closed.");

    private readonly Lock _limiting = new();
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly ClientGate _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GroupConsumerSettings _settings;
    private readonly TimeProvider _time;

    // Of the poll thread alone.
    private readonly Dictionary<TopicPartition, PartitionQueue> _assigned = [];
    private readonly PendingSeeks _seeks;
    private readonly LoneReading? _lone;
    private IGroupConsumerEvents _events = null!;
    private Error? _fatal;
    private bool _leaving;

    private IReadOnlyCollection<string> _topics = [];
    private ITimer? _deadline;
    private int _limits;
    private int _started;
    private volatile bool _closing;
    private volatile bool _handingOver;
    private volatile bool _committing;
    private volatile bool _ended;
    private volatile string? _lastFailure;

    protected GroupConsumer(GroupConsumerSettings settings, ILogger log, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        Log = log;
        Commits = new PendingCommits(time);
        var lines = new ClientLog(log, time, settings.Brokers);
        Client = new ConsumerBuilder<byte[]?, byte[]?>(settings.ToConsumerConfig())
            .SetPartitionsAssignedHandler((_, partitions) => Guarded(() => OnAssigned(partitions)))
            .SetPartitionsRevokedHandler((_, partitions) => Guarded(() => OnRevoked([.. partitions.Select(p => p.TopicPartition)])))
            .SetPartitionsLostHandler((_, partitions) => Guarded(() => OnLost([.. partitions.Select(p => p.TopicPartition)])))
            .SetErrorHandler((_, error) => Report(error))
            .SetLogHandler((_, message) =>
            {
                if (message.Facility == ClientLog.Failure) _lastFailure = ClientLog.Words(message);
                lines.Write(message);
            })
            .Build();
        _seeks = new PendingSeeks(SeekNow, time);
        if (settings.Alone is { } positions) _lone = new LoneReading(this, positions, settings.TopicRefresh, time);
    }

    protected IConsumer<byte[]?, byte[]?> Client { get; }

    protected ILogger Log { get; }

    protected PendingCommits Commits { get; }

    public void Start(IReadOnlyCollection<string> topics, IGroupConsumerEvents events)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("The consumer has been started or closed before.");
        _topics = topics;
        _events = events;
        new Thread(Run) { IsBackground = true, Name = $"kafka {_settings.GroupId}" }.Start();
    }

    public Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (_settings.Alone is not { } alone) return CommitToGroup(offsets);
        alone.Keep(offsets);
        return Task.CompletedTask;
    }

    private Task CommitToGroup(IReadOnlyCollection<TopicPartitionOffset> offsets) =>
        Do(done =>
        {
            if (offsets.All(o => Owns(o.TopicPartition))) Commits.Add(offsets, done);
            else done.TrySetException(new KafkaException(NotOwned));
        });

    public Task Seek(TopicPartitionOffset position) =>
        Do(done =>
        {
            if (Owns(position.TopicPartition)) _seeks.Add(position, done);
            else done.TrySetException(new KafkaException(NotOwned));
        });

    public Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        _settings.Alone is { } alone
            ? Task.FromResult(alone.Of(partitions))
            : Ask<IReadOnlyList<TopicPartitionOffset>>(() => Client.Committed(partitions, timeout));

    public Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> topics, TimeSpan timeout) =>
        Ask(() =>
        {
            try
            {
                var found = TopicDescriber.Describe(Client.Handle, topics, timeout).GetAwaiter().GetResult();
                _lastFailure = null;
                return found;
            }
            catch (KafkaException e) when (e.Error.IsLocalError)
            {
                throw new KafkaException(new Error(e.Error.Code, $"Kafka at {_settings.BootstrapServers} can't be reached: {_lastFailure ?? e.Error.Reason}"), e);
            }
        });

    public Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout) =>
        Ask(() => Client.QueryWatermarkOffsets(partition, timeout));

    public WatermarkOffsets Watermarks(TopicPartition partition)
    {
        if (!_gate.TryEnter()) return Unknown;
        try
        {
            return Client.GetWatermarkOffsets(partition);
        }
        catch (KafkaException)
        {
            // The client hasn't fetched of this partition yet.
            return Unknown;
        }
        finally
        {
            _gate.Leave();
        }
    }

    public Task Close()
    {
        if (_closing) return _closed.Task;
        _closing = true;
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            ReleaseClient();
            _closed.TrySetResult();
        }
        else
        {
            Limit();
            Wake();
        }

        return _closed.Task;
    }

    /// <summary>Serves rebalances and errors of the client's main queue, and returns early when woken.</summary>
    protected abstract void Poll(TimeSpan timeout);

    /// <summary>Ends the current or else the next poll. Called with the client alive, from any thread.</summary>
    protected abstract void Interrupt();

    /// <summary>Called in the assigned handler, before fetching begins.</summary>
    protected abstract PartitionQueue CreateQueue(TopicPartition partition);

    /// <summary>
    /// Sends a commit; its answer ends with <see cref="PendingCommits.Completed"/>, now or in a later <see cref="ServeClient"/>.
    /// </summary>
    protected abstract void Send(IReadOnlyList<TopicPartitionOffset> offsets);

    /// <summary>What else the poll thread does between polls: answers, pauses.</summary>
    protected virtual void ServeClient()
    {
    }

    /// <summary>Moves the fetch position; throws a <see cref="KafkaException"/> while the client isn't ready.</summary>
    protected virtual void SeekNow(TopicPartitionOffset position) => Client.Seek(position);

    /// <summary>Gives back native resources; nobody is inside the client any more.</summary>
    protected virtual void ReleaseClient() => Client.Dispose();

    protected bool Owns(TopicPartition partition) => _assigned.ContainsKey(partition);

    internal PartitionQueue? QueueOf(TopicPartition partition) => _assigned.GetValueOrDefault(partition);

    /// <summary>Has the poll thread look at what there is to do.</summary>
    protected void Wake()
    {
        _wake.Set();
        if (!_gate.TryEnter()) return;
        try
        {
            Interrupt();
        }
        finally
        {
            _gate.Leave();
        }
    }

    private static WatermarkOffsets Unknown => new(Offset.Unset, Offset.Unset);

    private void Run()
    {
        try
        {
            if (_lone is null) Client.Subscribe(_topics);
            while (!_closing && _fatal is null)
            {
                Serve();
                _lone?.Look(_topics);
                PollOnce(Wait(LongestPoll));
            }

            Leave();
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            End();
        }
    }

    private void PollOnce(TimeSpan timeout)
    {
        try
        {
            Poll(timeout);
        }
        catch (KafkaException e)
        {
            Report(e.Error);
        }
    }

    private void Serve()
    {
        while (_commands.TryDequeue(out var command)) command.Run();
        ServeClient();
        _seeks.Try();
        if (!_committing && Commits.AreUnderWay)
        {
            if (_closing) Limit();
            _committing = true;
        }
        while (Commits.Next() is { } offsets) Send(offsets);
        _committing = Commits.AreUnderWay;
    }

    private TimeSpan Wait(TimeSpan longest)
    {
        if (_seeks.Due is { } seek && seek < longest) longest = seek;
        if (Commits.Due is { } commit && commit < longest) longest = commit;
        return longest;
    }

    /// <summary>Begins to read partitions that nobody has assigned. On the poll thread.</summary>
    internal void Take(IReadOnlyCollection<TopicPartitionOffset> partitions)
    {
        // In this order, as when they are assigned by a group: a queue is parted from the main one before there is anything in it.
        OnAssigned([.. partitions.Select(p => p.TopicPartition)]);
        if (!_leaving && partitions.Count > 0) Client.IncrementalAssign(partitions);
    }

    /// <summary>Gives partitions up that are no longer there. On the poll thread.</summary>
    internal void Drop(IReadOnlyCollection<TopicPartition> partitions)
    {
        OnLost(partitions);
        Client.IncrementalUnassign(partitions);
        _events.Joined();
    }

    /// <summary>Has the poll thread do something.</summary>
    internal Task OnPollThread(Action action) =>
        Do(done =>
        {
            action();
            done.TrySetResult();
        });

    /// <summary>The client is of no use any more: whoever has it makes another.</summary>
    internal void GiveUp(string reason) => Report(new Error(ErrorCode.Local_TimedOut, reason, true));

    private void OnAssigned(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (_leaving) return;
        _events.Joined();
        if (partitions.Count == 0) return;
        var queues = new List<IPartitionQueue>(partitions.Count);
        foreach (var partition in partitions)
        {
            if (_assigned.Remove(partition, out var old)) old.Release();
            var queue = CreateQueue(partition);
            _assigned.Add(partition, queue);
            queues.Add(queue);
        }

        _events.Assigned(queues);
    }

    private void OnRevoked(IEnumerable<TopicPartition> partitions)
    {
        var ours = partitions.Where(Owns).ToList();
        if (ours.Count == 0) return;
        try
        {
            ServeUntil(_events.Revoked(ours));
        }
        finally
        {
            Release(ours);
        }
    }

    private void OnLost(IEnumerable<TopicPartition> partitions)
    {
        var ours = partitions.Where(Owns).ToList();
        if (ours.Count == 0) return;
        // First: nothing may be committed for them any more, not even from inside the handler.
        Release(ours);
        _events.Lost(ours);
    }

    private void ServeUntil(Task task)
    {
        _handingOver = Commits.HandingOver = true;
        task.ContinueWith(_ => _wake.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (true)
        {
            _wake.Reset();
            Serve();
            if (task.IsCompleted) break;
            _wake.Wait(Wait(LongestPoll));
        }

        _handingOver = Commits.HandingOver = false;
        if (task.IsFaulted) KafkaLog.HandoverFailed(Log, task.Exception, _settings.GroupId);
    }

    private void Release(IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
            if (_assigned.Remove(partition, out var queue)) queue.Release();
        Commits.Drop(Owns, NotOwned);
        _seeks.Drop(Owns, NotOwned);
    }

    /// <summary>Hands the partitions over before the client is closed: its queues must be given back by then.</summary>
    private void Leave()
    {
        _leaving = true;
        var ours = _assigned.Keys.ToList();
        if (_fatal is null) OnRevoked(ours);
        else OnLost(ours);
        Limit();
        Client.Close();
    }

    private void End()
    {
        _ended = true;
        foreach (var queue in _assigned.Values) queue.Release();
        _assigned.Clear();
        while (_commands.TryDequeue(out var command)) command.Fail(Ended);
        Commits.FailAll(Ended);
        _seeks.Drop(_ => false, Ended);
        _gate.Close().Wait();
        ReleaseClient();
        _deadline?.Dispose();
        _closed.TrySetResult();
    }

    /// <summary>
    /// Completes <see cref="Close"/> in time even when the client hangs: the thread then ends by itself, whenever the client lets it.
    /// Handing over doesn't count, its own end bounds it, except for its commits: brokers that have gone may never answer them.
    /// </summary>
    private void Limit()
    {
        lock (_limiting)
        {
            var limit = ++_limits;
            _deadline?.Dispose();
            _deadline = _time.CreateTimer(_ => Reached(limit), null, _settings.CloseTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void Reached(int limit)
    {
        // In this order: a commit that begins meanwhile has a limit of its own.
        var goesOn = _handingOver && !_committing;
        if (limit != Volatile.Read(ref _limits)) return;
        if (goesOn) Limit();
        else if (_closed.TrySetResult())
            KafkaLog.ClientDoesNotClose(Log, _settings.GroupId, Durations.Text(_settings.CloseTimeout));
    }

    private void Guarded(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        KafkaLog.ClientThreadFailed(Log, e, _settings.GroupId);
        var error = (e as KafkaException)?.Error ?? new Error(ErrorCode.Local_Application, e.Message);
        Report(new Error(error.Code, error.Reason, true));
    }

    private void Report(Error error)
    {
        if (error.IsFatal) _fatal ??= error;
        // A client must have a group's name; without a group nothing depends on who may use it.
        else if (_lone is not null && error.Code is ErrorCode.GroupAuthorizationFailed or ErrorCode.GroupCoordinatorNotAvailable) return;
        // The client tells the reason (a refused password, a closed port) to its log alone.
        if (error.Code == ErrorCode.Local_AllBrokersDown && _lastFailure is { } failure)
            error = new Error(error.Code, $"{error.Reason}: {failure}");
        _events.Failed(error);
    }

    private async Task Do(Action<TaskCompletionSource> action)
    {
        var command = new Command(action);
        _commands.Enqueue(command);
        Wake();
        // The thread may have ended between the two: then nobody else takes the command out.
        if (_ended)
            while (_commands.TryDequeue(out var left)) left.Fail(Ended);
        // A client that hangs while closing is left to itself, and with it what was asked of it.
        if (await Task.WhenAny(command.Done.Task, _closed.Task) != command.Done.Task) command.Fail(Ended);
        await command.Done.Task;
    }

    /// <summary>Asks the broker something that the client waits for, on a thread of its own so that polling goes on.</summary>
    private Task<T> Ask<T>(Func<T> question)
    {
        if (!_gate.TryEnter()) return Task.FromException<T>(new KafkaException(Ended));
        return Task.Factory.StartNew(() =>
        {
            try
            {
                return question();
            }
            finally
            {
                _gate.Leave();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private sealed class Command(Action<TaskCompletionSource> action)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run() => action(Done);

        public void Fail(Error error) => Done.TrySetException(new KafkaException(error));
    }
}
