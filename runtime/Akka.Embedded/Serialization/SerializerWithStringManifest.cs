using Akka.Actor;
using Akka.Util.Internal;

namespace Akka.Serialization;

/// <summary>A serializer that names what it wrote by a text of its own, so that types can be renamed and formats can change.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system) { }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, TypeNames.Of(type));
    public abstract object FromBinary(byte[] bytes, string manifest);
    public abstract string Manifest(object o);
}
