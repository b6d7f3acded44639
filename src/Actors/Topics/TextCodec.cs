using System.Buffers;
using System.Text;
using Akka.Events.Topics.Internal;

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
        if (RegistryFraming.LooksFramed(bytes)) throw new EventDecodeException($"It is no text.{RegistryFraming.Hint(bytes)}");
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
    /// <exception cref="EncoderFallbackException">The text has a lone surrogate, for which UTF-8 has no bytes.</exception>
    public void Encode(string @event, IBufferWriter<byte> output) => Strict.GetBytes(@event, output);

    /// <summary>All are alike.</summary>
    public override bool Equals(object? obj) => obj is TextCodec;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(TextCodec).GetHashCode();
}
