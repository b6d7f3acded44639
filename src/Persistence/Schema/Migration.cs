using System.Globalization;

namespace Akka.Events.Persistence.Schema;

/// <summary>
/// One step of the schema: an embedded resource <c>Schema/NNNN-name.sql</c>. A step that was released never changes; what comes later adds
/// to it.
/// </summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Prefix = "Schema/";

    /// <summary>All steps, in order. Their versions are 1, 2, 3 ….</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static Migration[] Load()
    {
        var assembly = typeof(Migration).Assembly;
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(Prefix, StringComparison.Ordinal)
               let name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..])
               let version = int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture)
               orderby version
               select new Migration(version, name, Text(resource))
        ];

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}
