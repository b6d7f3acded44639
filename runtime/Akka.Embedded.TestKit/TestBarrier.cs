namespace Akka.TestKit;

/// <summary>Holds back threads until a number of them has come.</summary>
public class TestBarrier
{
    private readonly TestKitBase _kit;
    private readonly TimeSpan _timeout;
    private readonly Barrier _barrier;

    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _kit = testKit;
        _timeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    public void Await() => Await(_timeout);

    /// <exception cref="TimeoutException">The others haven't come by then (dilated).</exception>
    public void Await(TimeSpan timeout)
    {
        timeout = _kit.Dilated(timeout);
        if (!_barrier.SignalAndWait(timeout))
            throw new TimeoutException($"Timeout of {timeout}: the barrier still waits for {_barrier.ParticipantsRemaining} more");
    }
}
