using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Akka.Events.Tests;

/// <summary>The house, held by its sources: rooms have an order, and an arrow goes only to the left (src/Actors/README.md).</summary>
public sealed partial class RoomsTests
{
    private const int MostFiles = 15;

    // Left to right. A room's public folder comes first, for all of the room may use it; as its front it may also use all of the room.
    private static readonly string[] Order =
    [
        "",
        "Topics", "Topics/Internal",
        "Kafka", "Kafka/Internal", "Kafka/Internal/Admin", "Kafka/Internal/Group", "Kafka/Internal/Native", "Kafka/Internal/Producing",
        "Publishing", "Publishing/Internal/UnderWay", "Publishing/Internal", "Publishing/Internal/Outbox", "Publishing/Internal/Ordered",
        "Subscribing", "Subscribing/Internal",
        "Committing", "Committing/Internal/Offsets", "Committing/Internal/Transactions", "Committing/Internal/Letters", "Committing/Internal/Journal", "Committing/Internal/Snapshots", "Committing/Internal/Sending", "Committing/Internal/Replay",
        "Committing/Internal/States", "Committing/Internal",
        "Handling", "Handling/Internal/Breakers", "Handling/Internal/Limits", "Handling/Internal/Deliveries", "Handling/Internal/Observing", "Handling/Internal/Outgoing", "Handling/Internal/Instances", "Handling/Internal/Schedules", "Handling/Internal/Entities", "Handling/Internal/Shared", "Handling/Internal/Visits", "Handling/Internal/Letters",
        "Handling/Internal/Failures", "Handling/Internal/Resting", "Handling/Internal/Lanes", "Handling/Internal/Checkpoints", "Handling/Internal/Plain", "Handling/Internal/Batches",
        "Handling/Internal/Shard", "Handling/Internal/Placement",
        "Consuming", "Consuming/Internal", "Consuming/Internal/Partitions", "Consuming/Internal/Reader", "Consuming/Internal/Members",
        "Operating", "Operating/Internal/Queries", "Operating/Internal/Letters", "Operating/Internal",
    ];

    // Folders still to be parted.
    private static readonly string[] Full = ["src/Actors/Topics", "src/Actors/Handling", "src/Actors/Operating"];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../.."));

    private static readonly SourceFile[] Sources = [.. Read("src/Actors")];

    [Fact]
    public void A_folder_is_a_room_with_a_place_in_the_order() =>
        None(Sources.Select(file => file.Folder), known: Order);

    [Fact]
    public void An_arrow_goes_only_to_the_left() =>
        None(Sources.SelectMany(ArrowsToTheRight), []);

    [Fact]
    public void A_class_lies_in_one_file() =>
        None(Sources.Where(file => file.Type.Contains('.')).Select(file => file.Type.Split('.')[0]), []);

    // But extensions of a builder may lie where its user has a using already.
    [Theory]
    [InlineData("src/Actors", "Akka.Events")]
    [InlineData("src/Persistence", "Akka.Events.Persistence")]
    [InlineData("src/Hosting", "Akka.Events.Hosting")]
    [InlineData("src/TestKit", "Akka.Events.TestKit")]
    [InlineData("src/Streams", "Akka.Events.Streams")]
    [InlineData("src/SchemaRegistry", "Akka.Events.SchemaRegistry")]
    [InlineData("src/MySql", "Akka.Events.Persistence.MySql")]
    public void A_files_namespace_is_its_folder(string project, string root)
    {
        var wrong =
            from file in Read(project)
            let expected = string.Join('.', [root, .. file.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries)])
            where !file.Code.Contains($"namespace {expected};", StringComparison.Ordinal)
            where !(file.Type.EndsWith("Extensions", StringComparison.Ordinal) && file.Code.Contains($"namespace {root};", StringComparison.Ordinal))
            select $"{file.Path} is not in {expected}";
        None(wrong, []);
    }

    [Fact]
    public void No_folder_has_more_than_fifteen_files()
    {
        var full =
            from project in new[] { "src/Actors", "src/Persistence", "src/Hosting", "src/TestKit", "src/Streams", "src/SchemaRegistry", "src/MySql" }
            from folder in Read(project).GroupBy(file => $"{project}/{file.Folder}")
            where folder.Count() > MostFiles
            select folder.Key;
        None(full, Full);
    }

    // xunit 2 calls IDisposable and IAsyncLifetime only: hosts and clients of a class that relied on IAsyncDisposable would pile up.
    [Fact]
    public void A_class_of_tests_is_disposed_of_by_an_interface_that_xunit_knows() =>
        None(Read("tests").Where(file => TestsDisposedOfByNobody().IsMatch(file.Code)).Select(file => file.Path), []);

    private static void None(IEnumerable<string> wrong, string[] known) =>
        Assert.Equal("", string.Join('\n', wrong.Except(known).Order()));

    private static IEnumerable<string> ArrowsToTheRight(SourceFile file)
    {
        var targets = Using().Matches(file.Code).Select(match => FolderOf(match.Groups["name"].Value))
            .Concat(Qualified().Matches(file.Code).Select(match => FolderOf(match.Groups["name"].Value)))
            .Concat(Enclosing(file.Folder).Where(folder => TypesOf(folder).Any(file.Mentions)));
        return targets.OfType<string>().Where(to => !MayUse(file.Folder, to)).Select(to => $"{file.Path} → {to}");
    }

    private static bool MayUse(string from, string to) =>
        Array.IndexOf(Order, to) <= Array.IndexOf(Order, from) || to.StartsWith($"{from}/Internal", StringComparison.Ordinal);

    // What is in scope without a using.
    private static IEnumerable<string> Enclosing(string folder)
    {
        for (var end = folder.LastIndexOf('/'); end > 0; end = folder.LastIndexOf('/', end - 1)) yield return folder[..end];
    }

    private static IEnumerable<string> TypesOf(string folder) => Sources.Where(file => file.Folder == folder).Select(file => file.Type);

    // The folder that a dotted name begins with; null where it names none of ours (Confluent.Kafka, a property called Topics).
    private static string? FolderOf(string name)
    {
        var parts = name.Split('.');
        for (var length = parts.Length; length > 0; length--)
        {
            var folder = string.Join('/', parts[..length]);
            if (Order.Contains(folder) && (length == parts.Length || TypesOf(folder).Contains(parts[length]))) return folder;
        }

        return null;
    }

    private static IEnumerable<SourceFile> Read(string project)
    {
        var folder = Path.Combine(Root, project);
        return
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            let relative = Path.GetRelativePath(folder, path).Replace('\\', '/')
            where !BuildOutput().IsMatch(relative)
            select new SourceFile(relative, Noise().Replace(File.ReadAllText(path), " "));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^using (?:static |\w+ = )?(?:global::)?Akka\.Events\.(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:Akka\.Events\.|Events\.)?(?<name>(?:Topics|Kafka|Publishing|Subscribing|Committing|Handling|Consuming|Operating)\.[\w.]+)")]
    private static partial Regex Qualified();

    [GeneratedRegex("(^|/)(obj|bin)/")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"class \w+(?:Tests|Spec|Conformance)\b[^{]*\bIAsyncDisposable\b")]
    private static partial Regex TestsDisposedOfByNobody();

    // Comments, and strings of all kinds as far as names in them matter.
    [GeneratedRegex("""///?.*|/\*[\s\S]*?\*/|\"\"\"[\s\S]*?\"\"\"|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Noise();

    private sealed record SourceFile(string Path, string Code)
    {
        public string Folder { get; } = (System.IO.Path.GetDirectoryName(Path) ?? "").Replace('\\', '/');

        public string Type { get; } = System.IO.Path.GetFileNameWithoutExtension(Path).Replace("OfT", "").Replace("OfState", "");

        public bool Mentions(string type) => Regex.IsMatch(Code, $@"(?<![\w.]){Regex.Escape(type)}\b");
    }
}
