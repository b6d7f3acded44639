namespace Flights.Input;

/// <summary>What becomes of a file with lines that aren't flights.</summary>
internal enum OnBrokenLine
{
    /// <summary>They are named and left out.</summary>
    Skip,

    /// <summary>They are named and the demo doesn't start.</summary>
    Refuse,
}
