using Akka.Actor;

namespace Akka.Util.Internal;

/// <summary>The id of an extension that is made by a function.</summary>
internal sealed class ExtensionOf<T>(Func<ExtendedActorSystem, T> create) : ExtensionIdProvider<T>
    where T : IExtension
{
    public override T CreateExtension(ExtendedActorSystem system) => create(system);
}
