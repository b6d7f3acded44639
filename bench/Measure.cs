using System.Diagnostics;

namespace Akka.Events.Bench;

/// <summary>Time and processor time of a piece of work.</summary>
internal readonly record struct Measure(TimeSpan Elapsed, TimeSpan Cpu)
{
    public static async Task<Measure> OfAsync(Func<Task> work)
    {
        var cpu = CpuTime();
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return new Measure(TimeProvider.System.GetElapsedTime(start), CpuTime() - cpu);
    }

    /// <summary>The median by time of several rounds, after one that only warms up.</summary>
    public static async Task<Measure> MedianAsync(int rounds, Func<Task> work)
    {
        await work();
        var measures = new List<Measure>();
        for (var round = 1; round <= rounds; round++)
        {
            GC.Collect();
            var measure = await OfAsync(work);
            await Console.Error.WriteLineAsync(
                $"round {round}: {measure.Elapsed.TotalSeconds:0.000} s, {measure.Cpu.TotalSeconds:0.00} CPU s");
            measures.Add(measure);
        }
        return measures.OrderBy(m => m.Elapsed).ElementAt(rounds / 2);
    }

    private static TimeSpan CpuTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
