using System.Reflection;
using System.Text;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>Stable names for stored types and handlers.</summary>
internal static class StoredName
{
    public static string Of(Type type) => type.GetCustomAttribute<StoredAsAttribute>()?.Name ?? Kebab(type.Name);

    /// <summary>FlightRecorded → flight-recorded; a generic type's arity is left out.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        var end = name.IndexOf('`');
        var length = end < 0 ? name.Length : end;
        for (var i = 0; i < length; i++)
        {
            var c = name[i];
            var startsWord = char.IsUpper(c) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < length && char.IsLower(name[i + 1])));
            if (startsWord) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
