using Akka.Actor;

namespace Akka.Persistence;

/// <summary>Stands for a plugin in the actor tree. The work itself needs no actor.</summary>
internal sealed class PluginActor(IDisposable plugin) : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
    protected override void PostStop() => plugin.Dispose();
}
