using Xunit;

namespace Akka.Events.Integration.Tests.Support;

[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<Servers>
{
    public const string Name = "servers";
}
