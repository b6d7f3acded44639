using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Akka.Events.Cli.Printing;

/// <summary>Results on standard output, as tables or as JSON; all else on standard error.</summary>
internal sealed class Printer(TextWriter output, TextWriter error, bool json)
{
    // Columns of a file or pipe: no line is broken.
    private const int FileWidth = 10_000;

    internal static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    internal static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private readonly IAnsiConsole _console = On(output);

    public bool Json { get; } = json;

    /// <summary>Rows as a table, or as an array of objects.</summary>
    /// <param name="rows">Objects whose public properties are the JSON's.</param>
    /// <param name="none">What is said, on standard error, where there are no rows.</param>
    /// <param name="columns">The table's.</param>
    public void Rows<T>(IReadOnlyCollection<T> rows, string none, params Column<T>[] columns)
    {
        if (Json)
        {
            output.WriteLine(JsonSerializer.Serialize(rows, Indented));
            return;
        }
        if (rows.Count == 0)
        {
            Note(none);
            return;
        }
        var table = new Table().Border(TableBorder.None).HideFooters();
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            var numbers = rows.All(row => column.Value(row) is null or int or long or double) && rows.Any(row => column.Value(row) is not null);
            var view = new TableColumn(new Text(column.Title.ToUpperInvariant(), new Style(decoration: Decoration.Dim))).PadLeft(0).PadRight(i < columns.Length - 1 ? 2 : 0);
            if (numbers) view.RightAligned();
            table.AddColumn(view);
        }
        foreach (var row in rows) table.AddRow(columns.Select(column => new Text(column.TextOf(row))));
        _console.Write(table);
    }

    /// <summary>One object: as JSON, or by what prints it otherwise.</summary>
    public void One<T>(T value, Action<Printer> otherwise)
    {
        if (Json) output.WriteLine(JsonSerializer.Serialize(value, Indented));
        else otherwise(this);
    }

    /// <summary>One object in one line, for what has no end.</summary>
    public void Line(JsonNode node) => output.WriteLine(node.ToJsonString(Compact));

    /// <summary>A line of the result. Only where it isn't JSON.</summary>
    public void Say(string line)
    {
        if (!Json) output.WriteLine(line);
    }

    /// <summary>A line as it is, JSON or not.</summary>
    public void Raw(string line) => output.WriteLine(line);

    /// <summary>Something beside the result.</summary>
    public void Note(string line) => error.WriteLine(line);

    private static IAnsiConsole On(TextWriter writer)
    {
        var terminal = ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer), Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        if (!terminal) console.Profile.Width = FileWidth;
        return console;
    }
}
