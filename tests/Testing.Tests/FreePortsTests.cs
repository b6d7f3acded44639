using System.Net;
using System.Net.Sockets;
using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void A_port_is_given_once_and_is_none_that_an_outgoing_connection_may_get()
    {
        var ports = FreePorts.Take(3).Concat(FreePorts.Take(100)).ToList();

        Assert.Equal(ports, ports.Distinct());
        Assert.All(ports, port => Assert.InRange(port, 1024, 32_767));
    }

    [Fact]
    public void The_port_is_free_and_the_one_above_it_tells_other_processes_that_it_is_taken()
    {
        var port = FreePorts.Take(1)[0];
        using (var server = new TcpListener(IPAddress.Loopback, port)) server.Start();

        using var other = new TcpListener(IPAddress.Loopback, port + 1);
        Assert.Throws<SocketException>(other.Start);
    }
}
