namespace Akka.Actor;

public sealed class ChildActorPath(ActorPath parentPath, string name, long uid) : ActorPath(parentPath, parentPath.Address, name, uid)
{
    public override ActorPath WithUid(long uid) => uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
}
