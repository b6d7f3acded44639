namespace Flights.Supervising;

/// <summary>A worker process ended though nobody killed it.</summary>
internal sealed class WorkerEndedException(string message) : Exception(message);
