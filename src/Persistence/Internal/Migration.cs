using System.Globalization;
using System.Reflection;

namespace Akka.Events.Persistence.Internal;

/// <summary>
/// One step of a store's schema: an embedded resource <c>STORE/NNNN-name.sql</c>. A step that was released never changes; what comes later
/// adds to it.
/// </summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Whether the step makes tables of Akka.Persistence.Sql: each of its statements leaves alone what is there.</summary>
    public bool OfJournal => Name.EndsWith("-journal", StringComparison.Ordinal);

    /// <summary>All steps of a store, in order. Their versions are 1, 2, 3 ….</summary>
    /// <param name="store">The store's folder.</param>
    /// <param name="resources">Where its steps lie; null for this assembly.</param>
    public static IReadOnlyList<Migration> All(string store, Assembly? resources = null)
    {
        var assembly = resources ?? typeof(Migration).Assembly;
        var prefix = store + "/";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(prefix, StringComparison.Ordinal)
               let name = Path.GetFileNameWithoutExtension(resource[prefix.Length..])
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
