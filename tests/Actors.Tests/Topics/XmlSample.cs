using System.Xml.Serialization;

namespace Akka.Events.Tests.Topics;

/// <summary>An event in XML. XmlSerializer wants public types.</summary>
[XmlRoot("flight", Namespace = "urn:flights")]
public sealed record XmlSample
{
    [XmlAttribute("id")]
    public int Id { get; set; }

    [XmlElement("origin")]
    public string? Origin { get; set; }

    [XmlElement("part")]
    public XmlSample? Part { get; set; }
}
