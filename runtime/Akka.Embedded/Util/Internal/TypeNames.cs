using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Akka.Util.Internal;

/// <summary>
/// Types by their names in configuration and in stored manifests: "Ns.Type, Assembly", without version. The assemblies of the real
/// packages stand for the ones of this runtime, so that a name means the same type on both.
/// </summary>
internal static partial class TypeNames
{
    private static readonly ConcurrentDictionary<string, Type> Found = new();
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>Null where there is none.</summary>
    internal static Type Find(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        if (Found.TryGetValue(name, out var known)) return known;
        try
        {
            var type = Type.GetType(name, Load, Find, throwOnError: false);
            if (type is not null) Found[name] = type;
            return type;
        }
        catch (Exception e) when (e is ArgumentException or IOException or TypeLoadException or BadImageFormatException)
        {
            return null;
        }
    }

    internal static string Of(Type type) =>
        Names.GetOrAdd(type, static t => $"{Versions().Replace(t.FullName!, "")}, {t.Assembly.GetName().Name}");

    private static Type Find(Assembly assembly, string name, bool ignoreCase) => assembly is not null
        ? assembly.GetType(name, false, ignoreCase)
        : typeof(TypeNames).Assembly.GetType(name, false, ignoreCase) ?? Type.GetType(name);

    private static Assembly Load(AssemblyName name)
    {
        switch (name.Name)
        {
            case "Akka" or "Akka.Remote" or "Akka.Cluster" or "Akka.Cluster.Sharding" or "Akka.Cluster.Tools" or "Akka.DependencyInjection"
                or "Akka.Persistence" or "Akka.Persistence.Sql" or "Akka.Hosting" or "Akka.Cluster.Hosting" or "Akka.Persistence.Hosting"
                or "Akka.Persistence.Sql.Hosting":
                return typeof(TypeNames).Assembly;
            case "Akka.TestKit" or "Akka.TestKit.Xunit2" or "Akka.Hosting.TestKit":
                return Assembly.Load("Akka.Embedded.TestKit");
            default:
                try
                {
                    return Assembly.Load(name);
                }
                catch (FileNotFoundException)
                {
                    return null;
                }
        }
    }

    [GeneratedRegex(@", (Version|Culture|PublicKeyToken)=[^\],]*")]
    private static partial Regex Versions();
}
