using Flights.Input;
using Flights.Services;

namespace Flights.Supervising;

/// <summary>What a run was asked for.</summary>
internal sealed record DemoOptions
{
    public required FlightFile Flights { get; init; }
    public OnBrokenLine OnBrokenLine { get; init; }
    public string? Kafka { get; init; }
    public string? Postgres { get; init; }
    public StoreChoice Store { get; init; }
    public int Workers { get; init; } = 1;
    public int Kills { get; init; } = 1;

    /// <summary>Flights published a second; 0: as fast as it goes; null: what fits the file.</summary>
    public int? Rate { get; init; }

    /// <summary>The result as one line of JSON on standard output instead of the table.</summary>
    public bool Json { get; init; }

    /// <summary>Each worker serves its dashboard, and all stay when the flights are counted.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Where the entities' answers are written.</summary>
    public FileInfo? Table { get; init; }
}
