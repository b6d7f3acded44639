namespace Flights.Input;

/// <summary>A line that isn't a flight.</summary>
/// <param name="Number">Counted from 1, the header included.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BrokenLine(long Number, string Reason)
{
    public override string ToString() => $"line {Number:N0}: {Reason}";
}
