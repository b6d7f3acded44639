using Akka.Actor;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Published on the event stream, so that proxies need not wait for their next look.</summary>
internal sealed record SingletonStarted(IActorRef Singleton);
