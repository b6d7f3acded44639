using System.Collections.Concurrent;

namespace Akka.Util.Internal;

/// <summary>
/// Types by the names that configuration gives them. "Ns.Type, Assembly" is looked for in that assembly and then in any that is loaded,
/// since here one assembly holds what the real packages spread over many.
/// </summary>
internal static class TypeNames
{
    private static readonly ConcurrentDictionary<string, Type> Found = new();

    /// <summary>Null where there is none.</summary>
    internal static Type Find(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        if (Found.TryGetValue(name, out var known)) return known;
        var type = Type.GetType(name) ?? Search(name);
        if (type is not null) Found[name] = type;
        return type;
    }

    private static Type Search(string name)
    {
        var end = name.LastIndexOf(']') is >= 0 and var bracket ? name.IndexOf(',', bracket) : name.IndexOf(',');
        var plain = (end < 0 ? name : name[..end]).Trim();
        return typeof(TypeNames).Assembly.GetType(plain)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(plain)).FirstOrDefault(type => type is not null);
    }
}
