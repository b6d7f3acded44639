using System.Buffers;
using System.Text;
using System.Xml.Serialization;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class XmlCodecTests
{
    private static readonly XmlCodec<XmlSample> Codec = new();

    [Fact]
    public void Xml_is_written_in_UTF8_with_the_names_of_the_types_attributes() => Assert.Equal(
        """<?xml version="1.0" encoding="utf-8"?><flight id="7" xmlns="urn:flights"><origin>Zürich</origin></flight>""",
        Text(Codec, new XmlSample { Id = 7, Origin = "Zürich" }));

    [Theory]
    [InlineData("a < b && c > \"d\"")]
    [InlineData("line\r\nline\ttab ")]
    [InlineData("")]
    [InlineData("🛫")]
    public void Texts_come_back_as_they_were(string text)
    {
        var sample = new XmlSample { Id = -1, Origin = text, Part = new XmlSample { Origin = text } };
        Assert.Equal(sample, Codec.Decode(Bytes(Codec, sample)));
    }

    [Fact]
    public void A_document_is_read_in_the_encoding_that_it_declares()
    {
        var latin = Encoding.Latin1.GetBytes("""<?xml version="1.0" encoding="ISO-8859-1"?><flight xmlns="urn:flights"><origin>Zürich</origin></flight>""");
        Assert.Equal("Zürich", Codec.Decode(latin).Origin);
        Assert.Equal("Zürich", Codec.Decode(Encoding.UTF8.GetBytes("\uFEFF<flight xmlns='urn:flights'><origin>Zürich</origin></flight>")).Origin);
    }

    [Fact]
    public void What_the_type_has_no_place_for_is_passed_over() => Assert.Equal(
        new XmlSample { Id = 1, Origin = "LAX" },
        Read("<f:flight id='1' more='2' xmlns:f='urn:flights'><!-- a note --><f:gate><g/></f:gate><f:origin>LAX</f:origin></f:flight>"));

    [Theory]
    [InlineData("", "The value is empty, which is no XML of a XmlSample")]
    [InlineData("{}", "no XML of a XmlSample")]
    [InlineData("<flight>", "no XML of a XmlSample")]
    [InlineData("<other/>", "no XML of a XmlSample")]
    [InlineData("<flight/>", "no XML of a XmlSample")]
    [InlineData("<flight xmlns='urn:flights' id='many'/>", "no XML of a XmlSample")]
    [InlineData("<flight xmlns='urn:flights'/><flight xmlns='urn:flights'/>", "There are multiple root elements")]
    [InlineData("<flight xmlns='urn:flights'/>trailing", "no XML of a XmlSample")]
    [InlineData("<?xml version='1.0' encoding='no-such'?><flight xmlns='urn:flights'/>", "no-such")]
    [InlineData("<flight xmlns='urn:flights' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>", "It is a nil, where a XmlSample is expected")]
    public void What_is_no_such_xml_says_so(string xml, string why) =>
        Assert.Contains(why, Assert.Throws<EventDecodeException>(() => Read(xml)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE f [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><flight xmlns='urn:flights'><origin>&c;</origin></flight>")]
    [InlineData("<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><flight xmlns='urn:flights'><origin>&x;</origin></flight>")]
    [InlineData("<!DOCTYPE f SYSTEM 'http://127.0.0.1:1/f.dtd'><flight xmlns='urn:flights'/>")]
    [InlineData("<!DOCTYPE f [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]><flight xmlns='urn:flights'/>")]
    public void Document_types_are_refused_with_all_that_they_expand_or_fetch(string xml)
    {
        var refused = Assert.Throws<EventDecodeException>(() => Read(xml));
        Assert.Contains("DTD is prohibited", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_that_nobody_has_declared_is_refused() =>
        Assert.Contains("undeclared entity 'x'", Assert.Throws<EventDecodeException>(
            () => Read("<flight xmlns='urn:flights'><origin>&x;</origin></flight>")).Reason, StringComparison.Ordinal);

    [Fact]
    public void What_is_nested_too_deeply_is_refused_before_the_stack_ends()
    {
        const int levels = 200_000;
        var deep = new StringBuilder("<flight xmlns='urn:flights'>").Insert(28, "<part>", levels).Append(new StringBuilder().Insert(0, "</part>", levels)).Append("</flight>");
        Assert.Contains("nested deeper than 128", Assert.Throws<EventDecodeException>(() => Read(deep.ToString())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_XmlSerializer_has_no_way_with_are_refused_when_their_topic_is_defined()
    {
        var refused = Assert.Throws<ArgumentException>(() => Topic.Xml<Sample>("samples"));
        Assert.Contains("XmlSerializer has no way with Sample", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_xml_has_no_characters_for_is_refused_when_it_is_written() =>
        Assert.Contains("0x00", Assert.Throws<InvalidOperationException>(() => Bytes(Codec, new XmlSample { Origin = "\0" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Codecs_are_alike_when_their_serializer_is_the_same()
    {
        Assert.Equal<object>(new XmlCodec<XmlSample>(), Topic.Xml<XmlSample>("samples").Codec);
        Assert.NotEqual<object>(new XmlCodec<XmlSample>(), new XmlCodec<XmlSample>(new XmlSerializer(typeof(XmlSample), "urn:other")));
    }

    private static XmlSample Read(string xml) => Codec.Decode(Encoding.UTF8.GetBytes(xml));

    private static byte[] Bytes<T>(ICodec<T> codec, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text<T>(ICodec<T> codec, T value) => Encoding.UTF8.GetString(Bytes(codec, value));
}
