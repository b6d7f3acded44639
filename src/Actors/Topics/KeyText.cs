using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Akka.Events.Topics;

/// <summary>
/// Message keys as text. UTF-8 keys are their text; a byte that is no UTF-8 becomes one of the lone surrogates U+DC80 to U+DCFF, so that
/// every key has a text, and different keys have different ones.
/// </summary>
public static class KeyText
{
    private const char Escape = '\uDC00';

    /// <summary>The text of a key.</summary>
    public static string ToText(ReadOnlySpan<byte> key)
    {
        if (Utf8.IsValid(key)) return Encoding.UTF8.GetString(key);
        var text = new StringBuilder(key.Length);
        while (!key.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(key, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                // A broken sequence can be several bytes long; each of them is kept.
                for (var i = 0; i < length; i++) text.Append((char)(Escape + key[i]));
            }

            key = key[length..];
        }

        return text.ToString();
    }

    /// <summary>The key of a text: the opposite of <see cref="ToText"/>.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate that stands for no byte.</exception>
    public static byte[] ToBytes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return Encoding.UTF8.GetBytes(text);
        var bytes = new ArrayBufferWriter<byte>(text.Length * 3);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            var span = bytes.GetSpan(4);
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done)
            {
                bytes.Advance(rune.EncodeToUtf8(span));
            }
            else if (rest[0] is >= '\uDC80' and <= '\uDCFF')
            {
                span[0] = (byte)(rest[0] - Escape);
                bytes.Advance(1);
            }
            else
            {
                throw new ArgumentException($"The key has a lone surrogate U+{(int)rest[0]:X4}, which stands for no byte.", nameof(text));
            }

            rest = rest[length..];
        }

        return bytes.WrittenSpan.ToArray();
    }
}
