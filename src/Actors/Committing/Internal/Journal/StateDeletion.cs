using System.Buffers;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>The state event of an entity whose state is deleted: what comes after it begins with the first state again. It has no value.</summary>
internal sealed class StateDeletion : StoredType
{
    /// <summary>The stored name, which no type of an entity may have.</summary>
    public new const string Manifest = "akka-events:deleted";

    public static readonly StateDeletion Instance = new();

    private StateDeletion() : base(Manifest)
    {
    }

    public override Type ClrType => typeof(StateDeletion);

    public override object DecodeObject(ReadOnlySpan<byte> payload) => this;

    public override void EncodeObject(object value, IBufferWriter<byte> output)
    {
    }
}
