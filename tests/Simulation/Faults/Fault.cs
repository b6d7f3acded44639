namespace Akka.Events.Simulation.Faults;

/// <summary>Faults that were mended once, and that a simulation must find when they are put back.</summary>
internal enum Fault
{
    None,

    /// <summary>Replays leave out what an older writer has written after a newer one, as Akka's replay filter does.</summary>
    OlderWriters,

    /// <summary><see cref="Faults.SharedFinished"/>.</summary>
    SharedFinished,

    /// <summary><see cref="Faults.ForgottenRuns"/>.</summary>
    ForgottenRuns,

    /// <summary><see cref="Faults.LastEventAgain"/>.</summary>
    LastEventAgain,

    /// <summary>What was sent is known to the journal alone, which notes it later.</summary>
    LostMarks,
}
