namespace Akka.Actor;

/// <summary>Kept for the sake of the source: this runtime is one process, and a cluster is itself.</summary>
public abstract class ProviderSelection
{
    private ProviderSelection(string identifier, bool hasCluster)
    {
        Identifier = identifier;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }
    internal bool HasCluster { get; }

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local()
            : base("local", false) { }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote()
            : base("remote", false) { }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster()
            : base("cluster", true) { }
    }

    public sealed class Custom(string fqn, string identifier = null, bool hasCluster = false)
        : ProviderSelection(identifier ?? fqn, hasCluster);
}
