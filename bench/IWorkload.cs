using System.CommandLine;

namespace Akka.Events.Bench;

/// <summary>One workload of the benchmark. A new one is a class of its own and a name in Program.cs.</summary>
internal interface IWorkload
{
    string Name { get; }

    string Description { get; }

    /// <summary>Declares the options it takes and returns what a run does: measure, check, and fill in the result.</summary>
    RunWorkload Prepare(WorkloadOptions options);
}

/// <summary>Throws for what makes a measurement impossible; a wrong outcome is <see cref="WorkloadResult.Fail"/>.</summary>
internal delegate Task RunWorkload(ParseResult arguments, WorkloadResult result, CancellationToken cancellation);
