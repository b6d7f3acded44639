using System.Text;

namespace Akka.Configuration.Hocon;

internal sealed class HoconArray(List<HoconValue> elements) : HoconValue
{
    public List<HoconValue> Elements => elements;

    internal override bool IsResolved => elements.TrueForAll(e => e.IsResolved);

    internal override void Write(StringBuilder into, int indent)
    {
        into.Append('[');
        for (var i = 0; i < elements.Count; i++)
        {
            if (i > 0) into.Append(", ");
            elements[i].Write(into, indent);
        }

        into.Append(']');
    }
}
