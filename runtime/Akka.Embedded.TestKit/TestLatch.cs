namespace Akka.TestKit;

/// <summary>A gate that opens when it has been counted down.</summary>
public class TestLatch
{
    private readonly TimeSpan _timeout;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly CountdownEvent _count;

    public TestLatch()
        : this(1) { }

    public TestLatch(int count)
        : this(t => t, count, TimeSpan.FromSeconds(5)) { }

    internal TestLatch(Func<TimeSpan, TimeSpan> dilate, int count, TimeSpan timeout)
    {
        _dilate = dilate;
        _count = new CountdownEvent(count);
        _timeout = timeout;
    }

    public bool IsOpen => _count.IsSet;

    public void CountDown()
    {
        if (!_count.IsSet) _count.Signal();
    }

    public void Open()
    {
        if (!_count.IsSet) _count.Signal(_count.CurrentCount);
    }

    public void Reset() => _count.Reset();
    public void Ready() => Ready(_timeout);

    /// <exception cref="TimeoutException">The latch hasn't opened by then (dilated).</exception>
    public void Ready(TimeSpan timeout)
    {
        timeout = _dilate(timeout);
        if (!_count.Wait(timeout))
            throw new TimeoutException($"Timeout of {timeout}: the latch still waits for {_count.CurrentCount} more");
    }
}
