namespace Akka.Configuration.Hocon;

/// <summary>A text and where it comes from; turns an index into a place that a human can find.</summary>
internal sealed class HoconSource(string text, string file = null)
{
    public string Text => text;
    public string File => file;

    public ConfigurationException Error(int at, string message) => new($"{message} at {Place(at)}");

    public string Place(int at)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return file is null ? $"line {line}, column {column}" : $"line {line}, column {column} of {file}";
    }
}
