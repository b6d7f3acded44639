using Flights.Domain;

namespace Flights.Working;

/// <summary>What the airports said that were asked; those that didn't answer in time are left out.</summary>
internal sealed record Answers(IReadOnlyDictionary<string, AirportDelays> Delays) : WorkerMessage;
