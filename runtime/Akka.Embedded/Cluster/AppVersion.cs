namespace Akka.Util;

/// <summary>A version such as <c>1.2.3</c> or <c>1.2-rc1</c>.</summary>
public sealed class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    public static readonly AppVersion Zero = new("0.0.0");

    private readonly (int[] Numbers, string Suffix) _parts;

    private AppVersion(string version)
    {
        Version = version;
        var dash = version.IndexOfAny(['-', '+']);
        var numbers = (dash < 0 ? version : version[..dash]).Split('.');
        _parts = ([.. numbers.Select(n => int.TryParse(n, out var number) ? number : 0)], dash < 0 ? "" : version[dash..]);
    }

    public string Version { get; }

    public static AppVersion Create(string version) => new(version);

    public int CompareTo(AppVersion other)
    {
        for (var i = 0; i < Math.Max(_parts.Numbers.Length, other._parts.Numbers.Length); i++)
        {
            if (_parts.Numbers.ElementAtOrDefault(i).CompareTo(other._parts.Numbers.ElementAtOrDefault(i)) is var order and not 0) return order;
        }
        // 1.2-rc1 comes before 1.2.
        if (_parts.Suffix.Length == 0 || other._parts.Suffix.Length == 0) return other._parts.Suffix.Length.CompareTo(_parts.Suffix.Length);
        return string.CompareOrdinal(_parts.Suffix, other._parts.Suffix);
    }

    public bool Equals(AppVersion other) => other is not null && Version == other.Version;

    public override bool Equals(object obj) => Equals(obj as AppVersion);

    public override int GetHashCode() => Version.GetHashCode();

    public override string ToString() => Version;
}
