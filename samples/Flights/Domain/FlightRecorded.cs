namespace Flights.Domain;

/// <summary>What an airport remembers of a flight that left it: minutes of delay and miles flown.</summary>
public sealed record FlightRecorded(int Delay, int Distance);
