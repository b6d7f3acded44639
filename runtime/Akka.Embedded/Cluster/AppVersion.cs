namespace Akka.Util;

/// <summary>A version such as <c>1.2.3</c> or <c>1.2-rc1</c>; ordered by its numbers.</summary>
public sealed record AppVersion : IComparable<AppVersion>
{
    public static readonly AppVersion Zero = new("0.0.0");

    private AppVersion(string version) => Version = version;

    public string Version { get; }

    public static AppVersion Create(string version) => new(version);
    public int CompareTo(AppVersion other) => Numbers().CompareTo(other.Numbers());
    public override string ToString() => Version;

    private Version Numbers() => System.Version.TryParse(Version.Split('-', '+')[0], out var numbers) ? numbers : new Version();
}
