namespace Flights.Working;

/// <summary>A process's place in an Akka cluster on loopback.</summary>
/// <param name="Port">Its own; who takes its place has it too.</param>
/// <param name="Seed">
/// The port of the node that all join, and that joins itself: the supervisor's, which isn't killed. A worker as the seed would make a second
/// cluster if it came back while the others were too busy to tell it of the first.
/// </param>
internal sealed record ClusterPlace(int Port, int Seed);
