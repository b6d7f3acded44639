using Akka.Events.Testing;

namespace Akka.Events.Cli.Tests.Support;

/// <summary>A real Kafka and a PostgreSQL for all tests of the tool.</summary>
public sealed class CliServers : ServersFixture
{
    public const string Name = "cli-servers";
}
