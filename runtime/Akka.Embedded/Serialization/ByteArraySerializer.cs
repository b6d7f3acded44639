using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Bytes as they are.</summary>
internal sealed class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 4;
    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj switch
    {
        null => [],
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"{obj.GetType()} isn't an array of bytes"),
    };

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}
