namespace Akka.TestKit.Internal;

/// <summary>What a test actor has received and the test hasn't taken yet.</summary>
internal sealed class EnvelopeQueue
{
    private readonly LinkedList<MessageEnvelope> _waiting = new();
    private readonly SemaphoreSlim _count = new(0);

    // Asked by the test actor for each message; set by the test.
    private volatile Func<object, bool> _ignored;

    public bool HasMessages => _count.CurrentCount > 0;

    public void Ignore(Func<object, bool> ignored) => _ignored = ignored;

    public void Add(MessageEnvelope envelope)
    {
        if (_ignored?.Invoke(envelope.Message) == true) return;
        lock (_waiting) _waiting.AddLast(envelope);
        _count.Release();
    }

    public void PutBack(MessageEnvelope envelope)
    {
        lock (_waiting) _waiting.AddFirst(envelope);
        _count.Release();
    }

    /// <summary>The next envelope, or null when none has come in time. Blocking, it completes before it returns.</summary>
    public async ValueTask<MessageEnvelope> Take(bool blocking, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = (int)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 0, int.MaxValue);
        var taken = blocking
            ? _count.Wait(milliseconds, cancellationToken)
            : await _count.WaitAsync(milliseconds, cancellationToken).ConfigureAwait(false);
        if (!taken) return null;
        lock (_waiting)
        {
            var envelope = _waiting.First!.Value;
            _waiting.RemoveFirst();
            return envelope;
        }
    }
}
