namespace Akka.Events.Bench.Kafka;

/// <summary>A group's way from its first finished record to its topic's end.</summary>
/// <param name="Records">Records finished.</param>
/// <param name="Elapsed">From the first finished record to the last one.</param>
/// <param name="Ended">When the last record was finished, as a timestamp of the system's time provider.</param>
/// <param name="StartupSeconds">From the start of the process to the first finished record.</param>
/// <param name="Cpu">Processor time of the whole process until then.</param>
/// <param name="CpuMeasured">Processor time between the first finished record and the last one.</param>
internal sealed record BenchRun(long Records, TimeSpan Elapsed, long Ended, double StartupSeconds, TimeSpan Cpu, TimeSpan CpuMeasured)
{
    public void Report(WorkloadResult result, KafkaArguments arguments)
    {
        result.Set("partitions", arguments.Partitions).Set("keys", arguments.Keys).Set("value_bytes", arguments.ValueBytes)
            .Set("startup_seconds", Math.Round(StartupSeconds, 2)).Set("cpu_seconds", Math.Round(Cpu.TotalSeconds, 2))
                .Set("cpu_seconds_measured", Math.Round(CpuMeasured.TotalSeconds, 2));
        // Before the check: it holds every key and its count.
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        result.Set("peak_rss_mb", WorkloadResult.PeakMegabytes(process));
        result.Set("gc_pause_seconds", Math.Round(GC.GetTotalPauseDuration().TotalSeconds, 2))
            .Set("gc_collections", $"{GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}")
            .Set("allocated_mb", GC.GetTotalAllocatedBytes() >> 20);
        if (Elapsed > TimeSpan.Zero) result.Measured(Records, Elapsed);
        else result.Set("records", Records).Note("nothing was left to do");
    }
}
