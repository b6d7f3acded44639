using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Subscribing.Internal;

/// <summary>
/// Reads a topic for this process, from where it is told to on, until it is closed: with one client after another, where one fails or the topic is
/// made anew. What it waits for (broker, topic, right) is its problem, and is tried again.
/// </summary>
internal sealed class TopicReading : IGroupConsumerEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly string _topic;
    private readonly ITopicAudience _audience;
    private readonly LonePositions _positions;
    private readonly ReadingContext _context;
    private readonly Func<Task> _ensure;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _life;
    private readonly LogPace _lines = new();
    private readonly Lock _pumping = new();
    private volatile PartitionReading[] _partitions = [];
    private TaskCompletionSource<string> _failed = NewFailure();
    private IGroupConsumer? _client;
    private string? _id;
    private string? _problem;
    private int _failures; // since a look has worked
    private string? _codecProblem;
    private int _signals;
    private bool _current;

    /// <param name="topic">The topic, as it is called in Kafka.</param>
    /// <param name="fromBeginning">All of it; else what comes from now on.</param>
    /// <param name="audience">Gets it.</param>
    /// <param name="ensure">Makes the topic, where that is wanted.</param>
    /// <param name="context">What all readings share.</param>
    public TopicReading(string topic, bool fromBeginning, ITopicAudience audience, Func<Task> ensure, ReadingContext context)
    {
        (_topic, _audience, _ensure, _context) = (topic, audience, ensure, context);
        _positions = new LonePositions(fromBeginning, context.Time);
        _life = Task.Run(Live);
    }

    public string Topic => _topic;

    /// <summary>It is sure where it begins: what is published from now on comes.</summary>
    public Task Started => _started.Task;

    /// <summary>Time since all that the topic had, as a broker said, had been read.</summary>
    public TimeSpan Age => _positions.Age;

    /// <summary>What keeps it from reading; null when nothing does.</summary>
    public string? Problem => Volatile.Read(ref _problem) ?? Volatile.Read(ref _codecProblem);

    /// <summary>
    /// Waits for a codec, on the audience's turn: what comes after is held back, and not passed over. False when the reading is closed meanwhile.
    /// </summary>
    public bool WaitFor(CodecNotReadyException codec)
    {
        Volatile.Write(ref _codecProblem, codec.Message);
        try
        {
            codec.Ready.Wait(_closing.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // Closing, which whoever waits looks at; or what it waited for has failed, which the next try tells.
        }
        return !_closing.IsCancellationRequested;
    }

    public async Task Close()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _life.ConfigureAwait(false);
        _started.TrySetException(new ObjectDisposedException($"reading of topic '{_topic}'"));
        _ = _started.Task.Exception;
    }

    void IGroupConsumerEvents.Joined() => _started.TrySetResult();

    void IGroupConsumerEvents.Assigned(IReadOnlyList<IPartitionQueue> partitions)
    {
        var added = partitions.Select(p => new PartitionReading(p, _audience, _positions.EndOf(p.TopicPartition))).ToArray();
        _partitions = [.. _partitions, .. added];
        foreach (var partition in partitions) partition.Available = Schedule;
    }

    Task IGroupConsumerEvents.Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        Leave(partitions);
        return Task.CompletedTask;
    }

    void IGroupConsumerEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Leave(partitions);

    void IGroupConsumerEvents.Failed(Error error)
    {
        if (error.IsFatal) Volatile.Read(ref _failed).TrySetResult(error.Reason);
    }

    private static TaskCompletionSource<string> NewFailure() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(IReadOnlyList<TopicPartition> partitions) =>
        _partitions = [.. _partitions.Where(p => !partitions.Contains(p.TopicPartition))];

    private async Task Live()
    {
        while (!_closing.IsCancellationRequested)
        {
            string? problem;
            try
            {
                await _ensure().WaitAsync(_closing.Token).ConfigureAwait(false);
                problem = await Read().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                problem = Reason.Message(e);
            }
            if (problem is null)
            {
                Volatile.Write(ref _failures, 0);
                BeginAnew();
                continue;
            }
            Report(problem);
            await Wait(TimeSpan.FromMilliseconds(500) * Math.Pow(2, Math.Min(_failures++, 16)), Longest).ConfigureAwait(false);
        }
    }

    /// <summary>Reads with one client, until it is of no use any more; why, or null where the topic has been made anew.</summary>
    private async Task<string?> Read()
    {
        var failed = NewFailure();
        Volatile.Write(ref _failed, failed);
        var client = _context.NewClient(_positions);
        _client = client;
        try
        {
            client.Start([_topic], this);
            while (true)
            {
                var wait = Wait(_context.TopicCheckInterval, _context.TopicCheckInterval);
                if (await Task.WhenAny(failed.Task, wait).ConfigureAwait(false) == failed.Task) return await failed.Task.ConfigureAwait(false);
                _closing.Token.ThrowIfCancellationRequested();
                if (await IsAnother(client).ConfigureAwait(false)) return null;
            }
        }
        finally
        {
            await client.Close().ConfigureAwait(false);
            _partitions = [];
        }
    }

    private async Task<bool> IsAnother(IGroupConsumer client)
    {
        try
        {
            var topics = await client.Topics([_topic], Patience).ConfigureAwait(false);
            if (!topics.TryGetValue(_topic, out var topic))
            {
                Report($"topic '{_topic}' doesn't exist");
                return false;
            }
            if (!topic.MayRead)
            {
                Report($"this user may not read topic '{_topic}': it needs the right Read");
                return false;
            }
            Settle();
            var known = _id;
            if (topic.Id.Length > 0) _id = topic.Id;
            if (known is null || known == _id) return false;
        }
        catch (KafkaException e)
        {
            Report(e.Error.Reason);
            return false;
        }
        return true;
    }

    private void BeginAnew()
    {
        SubscribingLog.TopicReadAnew(_context.Log, _topic);
        lock (_pumping)
        {
            _positions.Forget(_topic);
            _audience.OnAnew();
        }
    }

    private async Task Wait(TimeSpan wait, TimeSpan most)
    {
        try
        {
            await Task.Delay(wait < most ? wait : most, _context.Time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing, which whoever waits looks at.
        }
    }

    private void Report(string problem)
    {
        Volatile.Write(ref _problem, problem);
        if (_lines.Take(_context.Now, out var passedOver))
            SubscribingLog.TopicNotRead(_context.Log, _topic, problem, LogPace.Others(passedOver));
    }

    // A look has worked: the next failure is the first again.
    private void Settle()
    {
        Volatile.Write(ref _failures, 0);
        if (Interlocked.Exchange(ref _problem, null) is { } problem) SubscribingLog.TopicIsReadAgain(_context.Log, _topic, problem);
    }

    private void Schedule()
    {
        if (Interlocked.Increment(ref _signals) == 1) ThreadPool.UnsafeQueueUserWorkItem(static reading => reading.Pump(), this, preferLocal: false);
    }

    // One at a time: whoever signals meanwhile is seen by the same round.
    private void Pump()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            lock (_pumping)
            {
                var partitions = _partitions;
                while (ReadOnce(partitions))
                {
                }
                TellIfCurrent(partitions);
            }
        }
        while (Interlocked.Add(ref _signals, -seen) > 0);
    }

    private bool ReadOnce(PartitionReading[] partitions)
    {
        var any = false;
        foreach (var partition in partitions)
        {
            if (!partition.Read()) continue;
            Volatile.Write(ref _codecProblem, null);
            any = true;
            // Kept in the process, which is done when it returns.
            if (partition.Next >= 0) _ = _client!.Commit([new TopicPartitionOffset(partition.TopicPartition, partition.Next)]);
        }
        return any;
    }

    private void TellIfCurrent(PartitionReading[] partitions)
    {
        if (_current || partitions.Length == 0 || !partitions.All(p => p.IsCurrent)) return;
        _current = true;
        _audience.OnCurrent();
    }
}
