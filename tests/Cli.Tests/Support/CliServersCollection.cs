using Xunit;

namespace Akka.Events.Cli.Tests.Support;

[CollectionDefinition(CliServers.Name)]
public sealed class CliServersCollection : ICollectionFixture<CliServers>;
