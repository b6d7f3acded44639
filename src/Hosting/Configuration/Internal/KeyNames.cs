using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Names of keys, and which of them somebody may have meant.</summary>
internal static class KeyNames
{
    /// <summary>MaxOutstanding → max-outstanding.</summary>
    public static string Kebab(string name) => StoredName.Kebab(name);

    /// <summary>max-outstanding → MaxOutstanding.</summary>
    public static string Pascal(string key) => string.Concat(key.Split('-').Select(word => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>What is the same in every spelling: max-outstanding, MaxOutstanding, MAX_OUTSTANDING → maxoutstanding.</summary>
    public static string Letters(string key) => key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>A key as one segment of a path, whatever stands in it.</summary>
    public static string Segment(string key) => key.AsSpan().ContainsAny('.', ' ', '/') ? $"\"{key}\"" : key;

    /// <summary>
    /// Whether a key means a name: it is the name, or what environment variables and normalised keys make of it (lower case, '_' as '-').
    /// </summary>
    public static bool Means(string key, string name) => key == name || key == name.ToLowerInvariant().Replace('_', '-');

    /// <summary>What to say of a name that nobody knows.</summary>
    public static string Suggestion(string unknown, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return "nothing may stand here";
        var nearest = known.MinBy(k => Distance(unknown, k))!;
        return Distance(unknown, nearest) <= Math.Max(unknown.Length, nearest.Length) / 2
            ? $"did you mean '{nearest}'?"
            : $"there are {string.Join(", ", known)}";
    }

    /// <summary>How many letters have to be put in, left out or changed (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
