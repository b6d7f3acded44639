namespace Akka.Events.Bench.Runtime;

/// <summary>Done when so many have signalled. Completes its task off the signalling actor's turn.</summary>
internal sealed class CountDown(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    public Task Done => _done.Task;

    public void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
