using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Serialization;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Topics;

/// <summary>
/// XML by <see cref="XmlSerializer"/>: public types with a constructor without parameters, named by its attributes. Written in UTF-8; read in
/// whatever encoding the document declares. A document type (DTD) is refused, so nothing is expanded and nothing fetched, and so is what is
/// nested deeper than 128 elements.
/// </summary>
/// <typeparam name="T">The event.</typeparam>
public sealed class XmlCodec<T> : ICodec<T>
{
    private static readonly Lazy<XmlSerializer> Usual = new(() => new XmlSerializer(typeof(T)));

    // None beside the document's own.
    private static readonly XmlSerializerNamespaces Namespaces = new([XmlQualifiedName.Empty]);

    // A carriage return would come back as a line feed.
    private static readonly XmlWriterSettings Writing =
        new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    private readonly XmlSerializer _serializer;

    /// <summary>A codec for a type.</summary>
    /// <param name="serializer">Reads and writes the type. Default: one that goes by the type and its attributes.</param>
    /// <exception cref="ArgumentException">The type is none that XmlSerializer knows to write; the message says why.</exception>
    public XmlCodec(XmlSerializer? serializer = null)
    {
        try
        {
            _serializer = serializer ?? Usual.Value;
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException($"XmlSerializer has no way with {typeof(T).Name}: {Why(e)}", nameof(serializer), e);
        }
    }

    /// <inheritdoc />
    public string ContentType => "application/xml";

    /// <inheritdoc />
    public unsafe T Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new EventDecodeException(
                $"The value is empty, which is no XML of a {typeof(T).Name}. (What deletes a key is a null value, a tombstone.)");
        try
        {
            fixed (byte* start = bytes)
            {
                using var stream = new UnmanagedMemoryStream(start, bytes.Length);
                using var reader = new BoundedXmlReader(stream);
                var @event = _serializer.Deserialize(reader);
                // The reader refuses what doesn't belong behind the document, once it comes there.
                while (reader.Read())
                {
                }
                return @event is T one ? one : throw new EventDecodeException($"It is a nil, where a {typeof(T).Name} is expected.");
            }
        }
        catch (Exception e) when (e is InvalidOperationException or XmlException or FormatException or NotSupportedException)
        {
            throw new EventDecodeException($"It is no XML of a {typeof(T).Name}: {Why(e)}{RegistryFraming.Hint(bytes)}", e);
        }
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">A text has characters that XML doesn't allow, or a type isn't named by the event's.</exception>
    public void Encode(T @event, IBufferWriter<byte> output)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Writing))
        {
            try
            {
                _serializer.Serialize(writer, @event, Namespaces);
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidOperationException(Why(e), e);
            }
        }
        output.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Alike are those that read and write by the same serializer.</summary>
    public override bool Equals(object? obj) => obj is XmlCodec<T> other && ReferenceEquals(other._serializer, _serializer);

    /// <inheritdoc />
    public override int GetHashCode() => _serializer.GetHashCode();

    // The outer ones say where ("in XML document (1, 2)"), the innermost what.
    private static string Why(Exception failure)
    {
        var innermost = failure.GetBaseException();
        return ReferenceEquals(innermost, failure) ? failure.Message : $"{failure.Message.TrimEnd('.')}: {innermost.Message}";
    }
}
