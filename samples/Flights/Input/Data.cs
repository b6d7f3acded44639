namespace Flights.Input;

/// <summary>The files that come with the sample, beside the program.</summary>
internal static class Data
{
    public static string Flights => Path.Combine(AppContext.BaseDirectory, "data", "flights-sample.csv.gz");

    public static string Airports => Path.Combine(AppContext.BaseDirectory, "data", "airports.csv");
}
