using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A key assigned twice where a substitution decides what the two make together.</summary>
internal sealed class HoconOverride(HoconValue earlier, HoconValue later) : HoconValue
{
    public HoconValue Earlier => earlier;
    public HoconValue Later => later;

    internal override bool IsResolved => false;

    public static HoconValue Of(HoconValue earlier, HoconValue later)
    {
        if (earlier is HoconObject target && later is HoconObject more)
        {
            target.AssignAll(more);
            return target;
        }

        return later.IsResolved && (later is not HoconObject || earlier is HoconLiteral or HoconArray)
            ? later
            : new HoconOverride(earlier, later);
    }

    internal override void Write(StringBuilder into, int indent) => later.Write(into, indent);
}
