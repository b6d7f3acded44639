#nullable enable
using Akka.Actor;

namespace Akka.Hosting;

public sealed class ActorRegistryExtension : ExtensionIdProvider<ActorRegistry>
{
    internal static readonly ActorRegistryExtension Instance = new();

    public override ActorRegistry CreateExtension(ExtendedActorSystem system) => new();
}
