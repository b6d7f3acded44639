namespace Akka.ApiGuard;

/// <summary>
/// What the source may use of the actor runtime, and all that the embedded one offers. contract.txt holds a line
/// <c>Namespace.Type::Member</c> for each member and a line <c>Namespace.Type</c> for a type without members. Nested types stand behind a
/// <c>+</c>, generic ones end in their number of parameters, constructors are <c>.ctor</c>, operators <c>op_Name</c>.
/// </summary>
internal sealed class Contract
{
    private readonly HashSet<string> _types = [];
    private readonly HashSet<string> _members = [];

    public Contract(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            _types.Add(line.Split("::")[0]);
            if (line.Contains("::"))
                _members.Add(line);
        }
    }

    public static Contract Read() => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "contract.txt")));

    public IReadOnlySet<string> Types => _types;

    public IReadOnlySet<string> Members => _members;

    /// <summary>Whether the list has this type, or this member (<c>Type::Member</c>).</summary>
    public bool Has(string name) => name.Contains("::") ? _members.Contains(name) : _types.Contains(name);
}
