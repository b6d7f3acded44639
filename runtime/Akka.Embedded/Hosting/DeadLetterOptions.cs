#nullable enable
namespace Akka.Hosting;

/// <summary>How dead letters are logged. Null: as configured elsewhere.</summary>
public sealed class DeadLetterOptions
{
    public TriStateValue ShouldLog { get; set; } = TriStateValue.Some;

    /// <summary>With <see cref="TriStateValue.Some"/>: how many are logged before the log is suspended.</summary>
    public int LogCount { get; set; } = 10;

    public bool? LogDuringShutdown { get; set; }
    public TimeSpan? LogSuspendDuration { get; set; }

    internal void AddTo(HoconText hocon)
    {
        if (ShouldLog == TriStateValue.Some) hocon.Add("akka.log-dead-letters", LogCount);
        else hocon.Add("akka.log-dead-letters", ShouldLog == TriStateValue.All);
        hocon.Add("akka.log-dead-letters-during-shutdown", LogDuringShutdown)
            .Add("akka.log-dead-letters-suspend-duration", LogSuspendDuration);
    }
}
