using System.Text.Json;

namespace Flights.Working;

/// <summary>
/// What a worker reads from its standard input: asks these airports for their delays. The end of the input ends the worker.
/// </summary>
internal sealed record AskAirports(IReadOnlyCollection<string> Airports)
{
    public string ToLine() => JsonSerializer.Serialize(this, MessagesJson.Default.AskAirports);

    public static AskAirports Parse(string line) => JsonSerializer.Deserialize(line, MessagesJson.Default.AskAirports)!;
}
