namespace Flights.Input;

/// <summary>What was asked for can't be begun; the message says why. The demo ends with exit code 2.</summary>
internal sealed class InputException(string message) : Exception(message);
