using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>
/// What keeps a producer from its brokers, from its client's errors on until a broker answers. The client itself tries on without a word, and
/// tells a record's publisher only that its time has passed. Safe from any thread.
/// </summary>
/// <param name="brokers">Where Kafka is.</param>
/// <param name="time">The clock.</param>
/// <param name="asks">Asks a broker something; fails where none answers.</param>
internal sealed class ProducerTrouble(string brokers, TimeProvider time, Func<Task> asks) : IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private volatile string? _lastFailure;
    private volatile Trouble? _now;
    private ITimer? _asking;
    private bool _ended;

    /// <summary>Null while nothing is known.</summary>
    public Trouble? Now => _now;

    /// <summary>The client's lines alone tell the reason: a refused password, a closed port.</summary>
    public void Heard(LogMessage line)
    {
        if (line.Facility == ClientLog.Failure) _lastFailure = ClientLog.Words(line);
    }

    public void Report(Error error)
    {
        // Of one broker of several that is away the others take the work.
        var refused = error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl;
        if (!refused && error.Code != ErrorCode.Local_AllBrokersDown) return;
        lock (_lock)
        {
            if (_ended) return;
            // Those that refuse are down, to the client.
            if (!refused && _now is { Cause: ProblemCause.UserRefused }) return;
            var why = refused ? ClientLog.Words(error.Reason) : _lastFailure ?? error.Reason;
            _now = new Trouble(
                refused ? ProblemCause.UserRefused : ProblemCause.KafkaUnreachable,
                refused ? $"Kafka at {brokers} lets this process not in: {why}" : $"Kafka at {brokers} can't be reached: {why}",
                _now?.Since ?? time.GetUtcNow());
            _asking ??= time.CreateTimer(_ => _ = Ask(), null, AskEvery, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _now = null;
            _asking?.Dispose();
        }
    }

    private async Task Ask()
    {
        var answered = false;
        try
        {
            await asks().ConfigureAwait(false);
            answered = true;
        }
        catch (Exception e) when (e is KafkaException or ObjectDisposedException)
        {
            // Not yet.
        }
        lock (_lock)
        {
            if (_ended) return;
            if (!answered)
            {
                _asking!.Change(AskEvery, Timeout.InfiniteTimeSpan);
                return;
            }
            _asking!.Dispose();
            (_asking, _now) = (null, null);
        }
    }

    /// <param name="Cause">Why.</param>
    /// <param name="Text">What it is.</param>
    /// <param name="Since">Since when, UTC.</param>
    internal sealed record Trouble(ProblemCause Cause, string Text, DateTimeOffset Since);
}
