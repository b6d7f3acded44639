namespace Akka.Events.Kafka.Internal;

/// <summary>Keeps a native client alive while other threads are inside it. Disposing it under their feet would crash the process.</summary>
internal sealed class ClientGate
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _closed;

    /// <summary>False once the gate is closed. Each true is followed by a <see cref="Leave"/>.</summary>
    internal bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed) return false;
            _inside++;
            return true;
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0 && _closed) _empty.TrySetResult();
        }
    }

    /// <summary>Lets nobody in any more; the task ends when the last one is out.</summary>
    internal Task Close()
    {
        lock (_lock)
        {
            _closed = true;
            if (_inside == 0) _empty.TrySetResult();
        }

        return _empty.Task;
    }
}
