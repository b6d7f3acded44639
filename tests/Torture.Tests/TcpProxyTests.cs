using System.Net;
using System.Net.Sockets;
using Akka.Events.LocalServers;
using Akka.Events.Torture.Faults;
using Xunit;

namespace Akka.Events.Torture.Tests;

public sealed class TcpProxyTests : IDisposable
{
    private readonly TcpListener _server = Listen();
    private readonly TcpProxy _proxy;

    public TcpProxyTests() => _proxy = new TcpProxy(FreePorts.Take(1)[0], PortOf(_server));

    [Fact]
    public async Task Passes_on_what_is_sent_both_ways()
    {
        var (client, server) = await Connect(_server);
        await client.SendAsync("to"u8.ToArray());
        Assert.Equal("to", await Receive(server));
        await server.SendAsync("fro"u8.ToArray());
        Assert.Equal("fro", await Receive(client));
    }

    [Fact]
    public async Task Holds_everything_while_it_hangs_and_lets_it_go_afterwards()
    {
        var (client, server) = await Connect(_server);
        _proxy.Hang();
        await client.SendAsync("late"u8.ToArray());
        var received = Receive(server);
        using var other = New();
        await other.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        Assert.False(_server.Pending());
        Assert.False(received.IsCompleted);
        _proxy.Release();
        Assert.Equal("late", await received);
        using var late = await _server.AcceptSocketAsync();
    }

    [Fact]
    public async Task Breaks_connections_so_that_both_sides_are_told()
    {
        var (client, server) = await Connect(_server);
        var read = client.ReceiveAsync(new byte[1]);
        _proxy.Break();
        await Assert.ThrowsAsync<SocketException>(() => read);
        await Assert.ThrowsAsync<SocketException>(() => server.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task Refuses_without_a_server_and_goes_over_to_another()
    {
        _proxy.Target = null;
        using var refused = New();
        await Assert.ThrowsAsync<SocketException>(() => refused.ConnectAsync(IPAddress.Loopback, _proxy.Port));
        using var other = Listen();
        _proxy.Target = PortOf(other);
        var (client, server) = await Connect(other);
        await client.SendAsync("there"u8.ToArray());
        Assert.Equal("there", await Receive(server));
    }

    [Fact]
    public async Task Catches_a_client_between_two_words_and_holds_the_second()
    {
        var (client, server) = await Connect(_server);
        var caught = _proxy.Catch("BEGIN"u8.ToArray(), "COMMIT"u8.ToArray());
        await client.SendAsync("BEGIN; COMMIT"u8.ToArray());
        Assert.Equal("BEGIN; COMMIT", await Receive(server));
        Assert.False(caught.IsCompleted);
        await client.SendAsync("BEGIN"u8.ToArray());
        Assert.Equal("BEGIN", await Receive(server));
        await caught;
        await client.SendAsync("COMMIT"u8.ToArray());
        var received = Receive(server);
        Assert.False(received.IsCompleted);
        _proxy.Release();
        Assert.Equal("COMMIT", await received);
    }

    [Fact]
    public async Task Catches_nobody_after_its_release()
    {
        var (client, server) = await Connect(_server);
        var caught = _proxy.Catch("BEGIN"u8.ToArray(), "COMMIT"u8.ToArray());
        _proxy.Release();
        await client.SendAsync("BEGIN"u8.ToArray());
        Assert.Equal("BEGIN", await Receive(server));
        await client.SendAsync("more"u8.ToArray());
        Assert.Equal("more", await Receive(server));
        Assert.False(caught.IsCompleted);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _server.Dispose();
    }

    private async Task<(Socket Client, Socket Server)> Connect(TcpListener server)
    {
        var client = New();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return (client, await server.AcceptSocketAsync());
    }

    private static async Task<string> Receive(Socket socket)
    {
        var buffer = new byte[100];
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
