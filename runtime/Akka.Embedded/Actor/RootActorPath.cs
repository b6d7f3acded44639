namespace Akka.Actor;

public sealed class RootActorPath(Address address, string name = "") : ActorPath(null, address, name, 0)
{
    public override ActorPath WithUid(long uid) =>
        uid == 0 ? this : throw new NotSupportedException("A root path has no uid");
}
