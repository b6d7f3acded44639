namespace Flights.Domain;

/// <summary>Asks an airport for its delays.</summary>
public sealed record GetDelays;
