namespace Akka.Actor.Internal;

/// <summary>Anything but Running keeps user messages waiting.</summary>
internal enum ActorStatus
{
    Running = 0,
    Starting,
    CreationFailed,
    Restarting,
    Terminating,
    Terminated,
}
