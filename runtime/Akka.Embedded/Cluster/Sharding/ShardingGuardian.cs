using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>The parent of all regions and proxies, <c>/system/sharding</c>.</summary>
internal sealed class ShardingGuardian(ClusterSharding sharding) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RegionStart start:
                Sender.Tell(Region(start));
                break;
            case ProxyStart start:
                Sender.Tell(Proxy(start));
                break;
            case Terminated terminated:
                sharding.Stopped(Uri.UnescapeDataString(terminated.ActorRef.Path.Name));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static string ProxyName(string typeName) => Uri.EscapeDataString(typeName) + "Proxy";

    private IActorRef Region(RegionStart start)
    {
        var name = Uri.EscapeDataString(start.TypeName);
        var existing = Context.Child(name);
        if (!existing.IsNobody()) return existing;

        var region = Context.Watch(Context.ActorOf(new Props(typeof(RegionActor), [start]), name));
        sharding.Started(start.TypeName, region);
        Context.Child(ProxyName(start.TypeName)).Tell(new RegionStarted(region));
        return region;
    }

    private IActorRef Proxy(ProxyStart start)
    {
        var existing = Context.Child(ProxyName(start.TypeName));
        if (!existing.IsNobody()) return existing;

        var proxy = Context.ActorOf(new Props(typeof(RegionProxy), [start.BufferSize]), ProxyName(start.TypeName));
        sharding.ProxyStarted(start.TypeName, proxy);
        var region = Context.Child(Uri.EscapeDataString(start.TypeName));
        if (!region.IsNobody()) proxy.Tell(new RegionStarted(region));
        return proxy;
    }
}
