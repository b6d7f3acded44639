using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Akka.Events.Bench;

/// <summary>What one run of a workload found out, written as one JSON line.</summary>
internal sealed class WorkloadResult
{
    private readonly JsonObject _json;
    private readonly List<string> _notes = [];

    public WorkloadResult(string workload) => _json = new JsonObject
    {
        ["system"] = "akka-events",
        ["workload"] = workload,
    };

    public bool Ok { get; private set; } = true;

    public WorkloadResult Set(string name, JsonNode? value)
    {
        _json[name] = value;
        return this;
    }

    /// <summary>The measured time, and the rate that follows.</summary>
    public WorkloadResult Measured(long records, TimeSpan elapsed) =>
        Set("records", records).Set("seconds", Math.Round(elapsed.TotalSeconds, 4)).Set("rate", Math.Round(records / elapsed.TotalSeconds));

    /// <summary>From the start of the process to now: call it when the first record is there.</summary>
    public WorkloadResult Started()
    {
        using var process = Process.GetCurrentProcess();
        return Set("startup_seconds", Math.Round((TimeProvider.System.GetLocalNow() - process.StartTime).TotalSeconds, 3));
    }

    /// <summary>From the start of the process to the beginning of what was measured, and has just ended.</summary>
    public WorkloadResult Started(Measure measured)
    {
        using var process = Process.GetCurrentProcess();
        return Set(
            "startup_seconds", Math.Round((TimeProvider.System.GetLocalNow() - process.StartTime - measured.Elapsed).TotalSeconds, 3));
    }

    public WorkloadResult Note(string note)
    {
        _notes.Add(note);
        return this;
    }

    public WorkloadResult Check(bool holds, string otherwise)
    {
        if (holds) return this;
        Ok = false;
        return Note(otherwise);
    }

    /// <summary>The most memory that the process has held so far, in MiB.</summary>
    public static double PeakMegabytes(Process process) => Math.Round(process.PeakWorkingSet64 / 1024.0 / 1024.0);

    public void Write(TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        if (!_json.ContainsKey("peak_rss_mb")) Set("peak_rss_mb", PeakMegabytes(process));
        if (!_json.ContainsKey("cpu_seconds")) Set("cpu_seconds", Math.Round(process.TotalProcessorTime.TotalSeconds, 2));
        Set("ok", Ok);
        if (_notes.Count > 0) Set("notes", string.Join("; ", _notes));
        output.WriteLine(_json.ToJsonString(JsonSerializerOptions.Default));
    }
}
