namespace Flights.Input;

/// <summary>The names of the airports, for the table.</summary>
internal sealed class AirportNames
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Those that come with the sample.</summary>
    public static AirportNames Load()
    {
        var names = new AirportNames();
        foreach (var line in File.ReadLines(Data.Airports).Skip(1))
        {
            var fields = line.Split(',');
            // iata,name,city,state, where a name may hold commas in quotes
            names._names[fields[0]] = $"{fields[^2]}, {fields[^1]}";
        }
        return names;
    }

    /// <summary>City and state, or nothing for an unknown airport.</summary>
    public string City(string iata) => _names.GetValueOrDefault(iata, "");
}
