using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Akka.Events.Testing;

/// <summary>
/// Waits for something that other threads, processes or servers bring about, with a deadline that only a failing test reaches.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    /// <param name="condition">Looked at every few milliseconds.</param>
    /// <param name="what">What the failure says was waited for; by default the condition's own text.</param>
    /// <param name="detail">Asked when the wait has failed, for what there was instead.</param>
    /// <param name="seconds">The deadline.</param>
    public static async Task True(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "", Func<object>? detail = null, int seconds = 120)
    {
        var begun = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery);
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(seconds))
                Assert.Fail($"Not within {seconds} s: {what}\n{detail?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
