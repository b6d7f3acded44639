namespace Flights.Domain;

/// <summary>One flight as it was flown.</summary>
/// <param name="Date">Scheduled departure, local time.</param>
/// <param name="Delay">Minutes of arrival delay; negative when early.</param>
/// <param name="Distance">Miles.</param>
/// <param name="Origin">IATA code.</param>
/// <param name="Destination">IATA code.</param>
public sealed record Flight(DateTime Date, int Delay, int Distance, string Origin, string Destination);
