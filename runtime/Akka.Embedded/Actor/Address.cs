namespace Akka.Actor;

public sealed class Address : IEquatable<Address>, IComparable<Address>, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create(Compare);

    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);
    public bool HasLocalScope => string.IsNullOrEmpty(Host);
    public string Host { get; }
    public int? Port { get; }
    public string Protocol { get; }
    public string System { get; }

    public static bool operator ==(Address left, Address right) => left is null ? right is null : left.Equals(right);
    public static bool operator !=(Address left, Address right) => !(left == right);

    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"[{address}] is not an address");

    public static bool TryParse(string path, out Address address) => TryParse(path, out address, out _);

    // protocol://system[@host:port][/the rest]
    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        address = null;
        absolutUri = null;
        var schemeEnd = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (schemeEnd <= 0) return false;
        var rest = path[(schemeEnd + 3)..];
        var slash = rest.IndexOf('/');
        absolutUri = slash < 0 ? "/" : rest[slash..];
        var authority = slash < 0 ? rest : rest[..slash];
        var at = authority.IndexOf('@');
        var system = at < 0 ? authority : authority[..at];
        if (system.Length == 0) return false;
        string host = null;
        int? port = null;
        if (at >= 0)
        {
            var hostPort = authority[(at + 1)..];
            var colon = hostPort.LastIndexOf(':');
            if (colon > 0 && int.TryParse(hostPort.AsSpan(colon + 1), out var number))
            {
                port = number;
                hostPort = hostPort[..colon];
            }

            host = hostPort;
        }

        address = new Address(path[..schemeEnd], system, host, port);
        return true;
    }

    public object Clone() => new Address(Protocol, System, Host, Port);
    public string HostPort() => ToString()[(Protocol.Length + 3)..];
    public Address WithHost(string host = null) => new(Protocol, System, host, Port);
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);
    public int CompareTo(Address other) => Compare(this, other);

    public bool Equals(Address other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol));

    public override bool Equals(object obj) => Equals(obj as Address);
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public override string ToString() =>
        Host is null ? $"{Protocol}://{System}" : Port is null ? $"{Protocol}://{System}@{Host}" : $"{Protocol}://{System}@{Host}:{Port}";

    private static int Compare(Address left, Address right)
    {
        if (ReferenceEquals(left, right)) return 0;
        if (left is null) return -1;
        if (right is null) return 1;
        var order = string.CompareOrdinal(left.Protocol, right.Protocol);
        if (order == 0) order = string.CompareOrdinal(left.System, right.System);
        if (order == 0) order = string.CompareOrdinal(left.Host ?? "", right.Host ?? "");
        return order != 0 ? order : (left.Port ?? 0).CompareTo(right.Port ?? 0);
    }
}
