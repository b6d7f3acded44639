namespace Akka.TestKit.Extensions;

/// <summary>Tasks with a deadline.</summary>
public static class TaskExtensions
{
    /// <summary>Whether the task has completed, in whatever way, in time.</summary>
    public static async Task<bool> AwaitWithTimeout(this Task parentTask, TimeSpan timeout)
    {
        using var over = new CancellationTokenSource();
        var first = await Task.WhenAny(parentTask, Task.Delay(timeout, over.Token));
        over.Cancel();
        return first == parentTask;
    }

    /// <exception cref="TimeoutException">The task hasn't completed in time.</exception>
    public static Task WithTimeout(this Task parentTask, TimeSpan timeout) => parentTask.WaitAsync(timeout);

    public static Task<T> WithTimeout<T>(this Task<T> parentTask, TimeSpan timeout) => parentTask.WaitAsync(timeout);
    public static Task ShouldCompleteWithin(this Task task, TimeSpan timeout) => InTime(task, timeout);

    public static async Task<T> ShouldCompleteWithin<T>(this Task<T> task, TimeSpan timeout)
    {
        await InTime(task, timeout);
        return await task;
    }

    public static async Task<T> ShouldCompleteWithin<T>(this Task<T> task, T expected, TimeSpan timeout)
    {
        var result = await task.ShouldCompleteWithin(timeout);
        Xunit.Assert.Equal(expected, result);
        return result;
    }

    public static async Task<T> ShouldThrowWithin<T>(this Task task, TimeSpan timeout)
        where T : Exception => await Xunit.Assert.ThrowsAnyAsync<T>(() => InTime(task, timeout));

    private static async Task InTime(Task task, TimeSpan timeout)
    {
        if (!await task.AwaitWithTimeout(timeout)) Xunit.Assert.Fail($"The task hasn't completed within {timeout}");
        await task;
    }
}
