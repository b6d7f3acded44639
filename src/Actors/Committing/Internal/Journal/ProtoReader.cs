using System.Text;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>Reads the Protobuf wire format from memory. Anything malformed is an <see cref="InvalidDataException"/>.</summary>
internal ref struct ProtoReader(ReadOnlyMemory<byte> memory)
{
    private readonly ReadOnlyMemory<byte> _memory = memory;
    private readonly ReadOnlySpan<byte> _span = memory.Span;
    private int _position;

    public readonly bool AtEnd => _position == _span.Length;

    /// <summary>
    /// The next field: its number, and either a varint or bytes. False at the end. Fields of other wire types are skipped.
    /// </summary>
    public bool Next(out int field, out long value, out ReadOnlyMemory<byte> bytes)
    {
        if (!Next(out field, out value, out int start, out var length))
        {
            bytes = default;
            return false;
        }
        bytes = _memory.Slice(start, length);
        return true;
    }

    /// <summary>
    /// The next field: its number, and either a varint or where its bytes lie. False at the end. Fields of other wire types are skipped.
    /// </summary>
    public bool Next(out int field, out long value, out int start, out int length)
    {
        value = start = length = 0;
        while (_position < _span.Length)
        {
            var tag = Varint();
            field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    value = (long)Varint();
                    return true;
                case 2:
                    length = Skip(Varint());
                    start = _position - length;
                    return true;
                case 1:
                    Skip(8);
                    break;
                case 5:
                    Skip(4);
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7} at byte {_position}");
            }
        }
        field = 0;
        return false;
    }

    public ulong Varint()
    {
        // Most are small.
        if (_position < _span.Length && _span[_position] < 0x80) return _span[_position++];
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _span.Length) throw new InvalidDataException("the data ends inside a number");
            var b = _span[_position++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
        throw new InvalidDataException($"a number of more than ten bytes at byte {_position}");
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private int Skip(ulong length)
    {
        if (length > (ulong)(_span.Length - _position)) throw new InvalidDataException($"the data ends inside a field at byte {_position}");
        _position += (int)length;
        return (int)length;
    }
}
