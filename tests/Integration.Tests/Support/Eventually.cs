using System.Diagnostics;
using Xunit;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>
/// Waits for something that other threads, processes or servers bring about, with a deadline that only a failing test reaches.
/// </summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what, Func<object>? detail = null, int seconds = 120)
    {
        var begun = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(seconds))
                Assert.Fail($"Not within {seconds} s: {what}\n{detail?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
