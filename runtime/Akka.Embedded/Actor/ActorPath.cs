namespace Akka.Actor;

public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private protected ActorPath(ActorPath parent, Address address, string name, long uid)
    {
        ParentOrNull = parent;
        Address = address;
        Name = name;
        Uid = uid;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    public Address Address { get; }
    public int Depth { get; }

    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            for (var path = this; path.Depth > 0; path = path.ParentOrNull) elements[path.Depth - 1] = path.Name;
            return elements;
        }
    }

    public string Name { get; }
    public ActorPath Parent => ParentOrNull ?? this;
    public ActorPath Root => ParentOf(-Depth);
    public long Uid { get; }
    private ActorPath ParentOrNull { get; }

    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => !string.IsNullOrEmpty(element)).Aggregate(path, (current, element) => current.Child(element));

    public static bool operator ==(ActorPath left, ActorPath right) => left is null ? right is null : left.Equals(right);
    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);
    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Join("/", pathElements);

    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$') return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || ValidSymbols.Contains(s[i])) continue;
            if (s[i] != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2])) return false;
            i += 2;
        }

        return true;
    }

    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    // With a negative number, that many levels up; else the ancestor at that depth.
    public ActorPath ParentOf(int depth)
    {
        var target = depth < 0 ? Math.Max(0, Depth + depth) : depth;
        var path = this;
        while (path.Depth > target) path = path.ParentOrNull;
        return path;
    }

    public ActorPath Child(string childName)
    {
        var hash = childName.IndexOf('#');
        return hash > 0 && long.TryParse(childName.AsSpan(hash + 1), out var uid)
            ? new ChildActorPath(this, childName[..hash], uid)
            : new ChildActorPath(this, childName, 0);
    }

    public string ToSerializationFormat() => ToStringWithUid();
    public string ToSerializationFormatWithAddress(Address address) => AppendUid(ToStringWithAddress(address));
    public string ToStringWithAddress() => ToStringWithAddress(Address);
    public string ToStringWithAddress(Address address) => (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();
    public string ToStringWithUid() => AppendUid(ToString());

    public string ToStringWithoutAddress()
    {
        if (Depth == 0) return "/" + Name;
        var builder = new System.Text.StringBuilder();
        foreach (var element in Elements) builder.Append('/').Append(element);
        return builder.ToString();
    }

    public abstract ActorPath WithUid(long uid);
    public int CompareTo(ActorPath other) => string.CompareOrdinal(ToString(), other?.ToString());

    public bool Equals(ActorPath other)
    {
        if (other is null || Depth != other.Depth) return false;
        ActorPath left = this, right = other;
        for (; left is not null; left = left.ParentOrNull, right = right.ParentOrNull)
        {
            if (ReferenceEquals(left, right)) return true;
            if (left.Name != right.Name) return false;
        }

        return Address == other.Address;
    }

    public override bool Equals(object obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        var hash = Address.GetHashCode();
        for (var path = this; path is not null; path = path.ParentOrNull) hash = HashCode.Combine(hash, path.Name);
        return hash;
    }

    public override string ToString() => Address + ToStringWithoutAddress();

    internal static bool TryParse(string path, out ActorPath parsed)
    {
        parsed = null;
        if (!Address.TryParse(path, out var address, out var rest)) return false;
        parsed = new RootActorPath(address) / rest.Split('/');
        return true;
    }

    private string AppendUid(string text) => Uid == 0 ? text : $"{text}#{Uid}";
}
