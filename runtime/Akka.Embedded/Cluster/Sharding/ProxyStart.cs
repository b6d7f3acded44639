namespace Akka.Cluster.Sharding;

internal sealed record ProxyStart(string TypeName, int BufferSize);
