using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class KafkaClusterIdTests
{
    [Fact]
    public void No_cluster_has_a_name_that_reads_as_an_option()
    {
        var bytes = new byte[16];
        for (var first = 0; first <= byte.MaxValue; first++)
        {
            bytes[0] = (byte)first;
            var id = KafkaClusterId.From(new Guid(bytes));
            Assert.Equal(22, id.Length);
            Assert.Matches("^[A-Za-z0-9][A-Za-z0-9_-]*$", id);
        }
    }
}
