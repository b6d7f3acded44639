using System.Buffers;
using System.Text;

namespace Akka.Events.Topics;

/// <summary>Text as UTF-8.</summary>
public sealed class TextCodec : ICodec<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc />
    public string ContentType => "text/plain; charset=utf-8";

    /// <inheritdoc />
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new EventDecodeException($"It is no UTF-8: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public void Encode(string @event, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(@event, output);
}
