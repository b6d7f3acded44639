using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flights.Working;

/// <summary>What a worker writes to its standard output, one line of JSON each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Answers), "answers")]
internal abstract record WorkerMessage
{
    public string ToLine() => JsonSerializer.Serialize(this, MessagesJson.Default.WorkerMessage);

    /// <summary>The message, or null where the line isn't a whole one: a killed process may leave half a line behind.</summary>
    public static WorkerMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MessagesJson.Default.WorkerMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
