using System.Xml;

namespace Akka.Events.Topics.Internal;

/// <summary>
/// Reads XML that a stranger may have written: no document type, so that there are no entities to expand or to fetch, and no deeper than a
/// serializer that calls itself for each level can go without the end of its stack.
/// </summary>
internal sealed class BoundedXmlReader : XmlTextReader
{
    internal const int MaxDepth = 128;

    public BoundedXmlReader(Stream stream) : base(stream)
    {
        DtdProcessing = DtdProcessing.Prohibit;
        XmlResolver = null;
        Normalization = true;
        WhitespaceHandling = WhitespaceHandling.Significant;
    }

    public override bool Read()
    {
        if (!base.Read()) return false;
        if (Depth > MaxDepth) throw new XmlException($"It is nested deeper than {MaxDepth} elements", null, LineNumber, LinePosition);
        return true;
    }
}
