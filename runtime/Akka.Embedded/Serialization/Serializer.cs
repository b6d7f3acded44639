using Akka.Actor;
using Akka.Util.Internal;

namespace Akka.Serialization;

/// <summary>
/// Turns objects into bytes and back. Its identifier is stored beside the bytes, so it must stay the same; those below 100 are Akka's.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;
    private int? _identifier;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>By default the number that <c>akka.actor.serialization-identifiers</c> gives to this type.</summary>
    public virtual int Identifier => _identifier ??= ConfiguredIdentifier();

    /// <summary>Whether the type has to be stored beside the bytes for them to be read.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);
    public abstract object FromBinary(byte[] bytes, Type type);
    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>References know the one process there is, so the address adds nothing.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) => ToBinary(obj);

    private int ConfiguredIdentifier()
    {
        foreach (var (name, identifier) in system.Settings.Config.GetConfig("akka.actor.serialization-identifiers").AsEnumerable())
            if (TypeNames.Find(name) == GetType()) return int.Parse(identifier.Text);
        throw new ArgumentException($"{GetType()} has no Identifier, and akka.actor.serialization-identifiers gives it none");
    }
}
