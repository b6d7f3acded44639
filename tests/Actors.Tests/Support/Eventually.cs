using System.Diagnostics;
using Xunit;

namespace Akka.Events.Tests.Support;

/// <summary>Waits for something that other threads bring about, with a deadline that only a failing test reaches.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what, int seconds = 120)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds)) Assert.Fail($"Not within {seconds} s: {what}");
            await Task.Delay(5);
        }
    }
}
