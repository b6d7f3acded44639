using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Events.Hosting;
using Akka.Events.Persistence.PostgreSql.Internal;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Tests.Floor;

/// <summary>Each line of the library's log has a number and a name, and docs/log-events.md lists them as they are in the code.</summary>
public sealed partial class LogEventsTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    // They pass on what others log.
    private static readonly string[] PassingOn = ["ContainedLogger.cs", "QuietLoggers.cs"];

    private static readonly Assembly[] Assemblies =
        [typeof(LogEvents).Assembly, typeof(PostgreSqlStore).Assembly, typeof(EventsBuilder).Assembly];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    private static readonly Dictionary<string, int> Numbers = typeof(LogEvents).GetFields(All)
        .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);

    private static readonly (string Name, LoggerMessageAttribute Message)[] Messages =
    [
        .. from assembly in Assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(All)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (method.Name, message),
    ];

    [Fact]
    public void Numbers_of_log_messages_are_unique() => Assert.Equal(Numbers.Count, Numbers.Values.Distinct().Count());

    [Fact]
    public void Each_log_message_has_a_number_of_its_own_under_its_own_name() => Assert.Equal(
        Numbers.OrderBy(n => n.Key, StringComparer.Ordinal),
        Messages.Select(m => KeyValuePair.Create(m.Name, m.Message.EventId)).OrderBy(m => m.Key, StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_logged_without_a_number()
    {
        var without =
            from project in new[] { "src/Actors", "src/Persistence", "src/Hosting" }
            from path in Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            where !PassingOn.Contains(Path.GetFileName(path))
            from line in File.ReadLines(path)
            where Unnumbered().IsMatch(line)
            select $"{Path.GetRelativePath(Root, path)}: {line.Trim()}";
        Assert.Equal("", string.Join('\n', without));
    }

    [Fact]
    public void The_docs_list_each_log_message_with_its_number_level_and_text()
    {
        var inCode = Messages.OrderBy(m => m.Message.EventId)
            .Select(m => $"{m.Message.EventId} {m.Name} ({Level(m.Message.Level)}): {m.Message.Message}");
        var inDocs = Row().Matches(File.ReadAllText(Path.Combine(Root, "docs/log-events.md"))).Select(row => row.Groups)
            .Select(row => $"{row["id"].Value} {row["name"].Value} ({DocumentedLevel(row["level"].Value)}): {row["text"].Value}");
        Assert.Equal(string.Join('\n', inCode), string.Join('\n', inDocs));
    }

    // Of a message that hasn't one level, the docs say in words when it has which.
    private static string Level(LogLevel level) => level == LogLevel.None ? "it depends" : level.ToString();

    private static string DocumentedLevel(string text) => Enum.TryParse<LogLevel>(text, out var level) ? level.ToString() : "it depends";

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    // Microsoft's loggers, and Akka's, which have no numbers.
    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(|\.Log\((?:LogLevel\.|level\b)|\.GetLogger\(|LoggerMessage\.Define")]
    private static partial Regex Unnumbered();

    [GeneratedRegex(@"^\| (?<id>\d{4,5}) \| (?<name>\w+) \| (?<level>[^|]+?) \| `(?<text>[^|]+)` \| [^|]{4,} \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
