using System.Reflection;
using Xunit;

namespace Akka.ApiGuard;

public sealed class ApiGuardTests
{
    private static readonly Contract Contract = Contract.Read();
    private static readonly string Output = AppContext.BaseDirectory;

    [Fact]
    public void Nothing_outside_the_contract_is_used()
    {
        var assemblies = Compiled().ToList();
        Assert.NotEmpty(assemblies);
        Report(assemblies.SelectMany(path => Outside(References.Of(path)).Select(name => $"{Path.GetFileName(path)}: {name}")));
    }

    [Fact]
    public void Nothing_outside_the_contract_is_public_in_the_embedded_runtime() =>
        Report(Outside(Embedded().SelectMany(PublicSurface.Of)));

    [Fact]
    public void Everything_in_the_contract_is_there_in_the_embedded_runtime()
    {
        var assemblies = Embedded().Select(path => Assembly.Load(Path.GetFileNameWithoutExtension(path))).ToList();
        Report(assemblies.Count == 0 ? [] : Contract.Types.Concat(Contract.Members).Where(name => !IsOffered(assemblies, name)));
    }

    private static bool IsOffered(IEnumerable<Assembly> assemblies, string name)
    {
        const BindingFlags any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        var parts = name.Split("::");
        var type = assemblies.Select(assembly => assembly.GetType(parts[0])).FirstOrDefault(found => found is not null);
        return type is { IsVisible: true } && (parts.Length == 1 || type.GetMember(parts[1], any).Length > 0);
    }

    private static void Report(IEnumerable<string> outside)
    {
        var names = outside.ToList();
        Assert.True(names.Count == 0, $"Not in contract.txt:\n{string.Join('\n', names)}");
    }

    private static IEnumerable<string> Outside(IEnumerable<string> names) => names.Where(name => !Contract.Has(name));

    /// <summary>The repository's own assemblies, as this configuration has built them.</summary>
    private static IEnumerable<string> Compiled()
    {
        var configuration = Directory.GetParent(Output.TrimEnd(Path.DirectorySeparatorChar))!;
        var build = Path.Combine(configuration.Name, Path.GetFileName(Output.TrimEnd(Path.DirectorySeparatorChar)));
        var root = configuration.FullName;
        while (!File.Exists(Path.Combine(root, "Akka.Events.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException($"{Output} isn't inside the repository");
        return from folder in (string[])["src", "samples", "bench", "tests"]
               where Directory.Exists(Path.Combine(root, folder))
               from project in Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories)
               let assembly = Path.Combine(Path.GetDirectoryName(project)!, "bin", build, Name(project) + ".dll")
               where File.Exists(assembly)
               select assembly;
    }

    private static IEnumerable<string> Embedded() =>
        ((string[])["Akka.Embedded.dll", "Akka.Embedded.TestKit.dll"]).Select(name => Path.Combine(Output, name)).Where(File.Exists);

    private static string Name(string project)
    {
        var text = File.ReadAllText(project);
        const string open = "<AssemblyName>";
        var start = text.IndexOf(open, StringComparison.Ordinal);
        return start < 0
            ? Path.GetFileNameWithoutExtension(project)
            : text[(start + open.Length)..text.IndexOf("</AssemblyName>", StringComparison.Ordinal)];
    }
}
