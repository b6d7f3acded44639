using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary><c>${path}</c> or <c>${?path}</c>. The scope is the path at which its text was included: it is sought there first.</summary>
internal sealed class HoconSubstitution(string[] path, bool optional, string[] scope, HoconSource source, int at) : HoconValue
{
    public string[] Path => path;
    public bool Optional => optional;
    public string[] Scope => scope;

    internal override bool IsResolved => false;

    public FormatException Unresolved() => new($"{this} can't be resolved at {source.Place(at)}");

    internal override void Write(StringBuilder into, int indent) =>
        into.Append(optional ? "${?" : "${").AppendJoin('.', path.Select(HoconPath.Quoted)).Append('}');
}
