using System.Buffers;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>A type whose values are stored: its stable name and how it becomes bytes.</summary>
internal abstract class StoredType
{
    protected StoredType(string manifest) => Manifest = manifest;

    /// <summary>The stable name under which values are stored; never a CLR name that a rename would change.</summary>
    public string Manifest { get; }

    public abstract Type ClrType { get; }

    public abstract object DecodeObject(ReadOnlySpan<byte> payload);

    public abstract void EncodeObject(object value, IBufferWriter<byte> output);
}
