using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Avro;
using Avro.IO;
using Decoder = Avro.IO.Decoder;

namespace Akka.Events.SchemaRegistry.Internal.Avro;

/// <summary>
/// Reads Avro that a stranger may have written. A length or a count that the bytes can't have is refused before anything is made for it, and so is
/// what is nested so deeply that the stack would end.
/// </summary>
/// <param name="bytes">The record, at the beginning of an array that may be longer.</param>
/// <param name="length">Its length.</param>
internal sealed class ArrayDecoder(byte[] bytes, int length) : Decoder
{
    // Of items that take no bytes (nulls, records without fields).
    private const int MostEmptyItems = 100_000;

    private int _position;
    private long _items;

    /// <summary>Bytes that haven't been read.</summary>
    public int Left => length - _position;

    public void ReadNull()
    {
    }

    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        var other => throw new AvroException($"{other} is no boolean"),
    };

    public int ReadInt()
    {
        var value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new AvroException($"{value} is no 32-bit number");
    }

    public long ReadLong()
    {
        var bits = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var one = Take(1)[0];
            bits |= (one & 0x7FUL) << shift;
            if (one < 0x80) return (long)(bits >> 1) ^ -(long)(bits & 1);
        }
        throw new AvroException("a number has more than ten bytes");
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public byte[] ReadBytes() => Take(ReadLong()).ToArray();

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadLong()));

    public int ReadEnum() => ReadInt();

    public long ReadArrayStart() => Items(nested: true);

    public long ReadArrayNext() => Items(nested: false);

    public long ReadMapStart() => Items(nested: true);

    public long ReadMapNext() => Items(nested: false);

    public int ReadUnionIndex()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return ReadInt();
    }

    public void ReadFixed(byte[] buffer) => ReadFixed(buffer, 0, buffer.Length);

    public void ReadFixed(byte[] buffer, int start, int length) => Take(length).CopyTo(buffer.AsSpan(start, length));

    public void SkipNull()
    {
    }

    public void SkipBoolean() => Take(1);

    public void SkipInt() => ReadLong();

    public void SkipLong() => ReadLong();

    public void SkipFloat() => Take(sizeof(float));

    public void SkipDouble() => Take(sizeof(double));

    public void SkipBytes() => Take(ReadLong());

    public void SkipString() => Take(ReadLong());

    public void SkipEnum() => ReadLong();

    public void SkipUnionIndex() => ReadUnionIndex();

    public void SkipFixed(int len) => Take(len);

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw new AvroException($"{count} bytes are announced where {Left} are left");
        var taken = bytes.AsSpan(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private long Items(bool nested)
    {
        if (nested) RuntimeHelpers.EnsureSufficientExecutionStack();
        var count = ReadLong();
        if (count < 0)
        {
            // Their bytes stand there too, for those who pass over them.
            ReadLong();
            count = count == long.MinValue ? long.MaxValue : -count;
        }
        if (count > (long)length + MostEmptyItems - _items) throw new AvroException($"{count} items are announced where {Left} bytes are left");
        _items += count;
        return count;
    }
}
