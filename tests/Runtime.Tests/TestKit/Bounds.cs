namespace Akka.Runtime.Tests.TestKit;

internal static class Bounds
{
    /// <summary>What comes for certain is waited for as long as a starved machine may need.</summary>
    public const string Generous = "akka.test { single-expect-default = 30s, default-timeout = 30s, filter-leeway = 30s }";
}
