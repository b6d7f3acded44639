using Flights.Services;

namespace Flights.Supervising;

/// <summary>The topic and the group of a run.</summary>
internal sealed record RunNames(string Topic, string Group)
{
    /// <summary>The plain names on servers of the run's own; on the user's, names that no earlier run has left anything under.</summary>
    public static RunNames For(ServicePlan plan, TimeProvider time)
    {
        var own = plan is { Kafka: not KafkaKind.Given, Store: not StoreKind.Given };
        var run = own ? "" : $"-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}";
        return new RunNames($"flights{run}", $"airport-delays{run}");
    }
}
