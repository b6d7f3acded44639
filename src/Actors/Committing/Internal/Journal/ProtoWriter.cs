using System.Text;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>Writes the Protobuf wire format into a buffer that is used again and again.</summary>
internal sealed class ProtoWriter
{
    private const int LengthDelimited = 2;

    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        // One large batch shall not be paid for by every shard for ever.
        if (_buffer.Length > 4 * 1024 * 1024) _buffer = new byte[4096];
    }

    public void Field(int number, long value)
    {
        if (value == 0) return;
        Varint((ulong)(number << 3));
        Varint((ulong)value);
    }

    public void Field(int number, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((number << 3) | LengthDelimited));
        Varint((ulong)value.Length);
        value.CopyTo(Space(value.Length));
        Length += value.Length;
    }

    public void Field(int number, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)((number << 3) | LengthDelimited));
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, Space(length));
        Length += length;
    }

    /// <summary>Adds fields that are written already.</summary>
    public void Fields(ReadOnlySpan<byte> written)
    {
        written.CopyTo(Space(written.Length));
        Length += written.Length;
    }

    /// <summary>Begins an embedded message whose length is known.</summary>
    public void Message(int number, int length)
    {
        Varint((ulong)((number << 3) | LengthDelimited));
        Varint((ulong)length);
    }

    public void Varint(ulong value)
    {
        var space = Space(10);
        var i = 0;
        while (value >= 0x80)
        {
            space[i++] = (byte)(value | 0x80);
            value >>= 7;
        }
        space[i++] = (byte)value;
        Length += i;
    }

    /// <summary>Bytes of a varint field, tag and all; 0 for the default, which isn't written.</summary>
    public static int SizeOf(int number, long value) => value == 0 ? 0 : SizeOfVarint((ulong)(number << 3)) + SizeOfVarint((ulong)value);

    public static int SizeOf(int number, ReadOnlySpan<byte> value) =>
        SizeOfVarint((ulong)(number << 3)) + SizeOfVarint((ulong)value.Length) + value.Length;

    public static int SizeOfVarint(ulong value) => (70 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7;

    private Span<byte> Space(int length)
    {
        if (_buffer.Length - Length < length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + length));
        return _buffer.AsSpan(Length);
    }
}
