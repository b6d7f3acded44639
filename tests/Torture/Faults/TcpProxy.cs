using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Akka.Events.Torture.Faults;

/// <summary>
/// A port of this process before a server: it can refuse, hang (connections stay open, new ones are taken, nothing goes through), break all
/// connections, and go over to a server at another port.
/// </summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private int? _target;
    private TaskCompletionSource? _hangs;
    private volatile Trap? _trap;

    /// <param name="port">Where it listens.</param>
    /// <param name="target">The server's port; null to refuse.</param>
    public TcpProxy(int port, int? target)
    {
        Port = port;
        Target = target;
    }

    public int Port { get; }

    /// <summary>The server's port on the loopback interface, for new connections; null while connections are refused.</summary>
    public int? Target
    {
        get => _target;
        set
        {
            lock (_gate)
            {
                _target = value;
                if (value is null)
                {
                    _listener?.Dispose();
                    _listener = null;
                }
                else if (_listener is null)
                {
                    _listener = new TcpListener(IPAddress.Loopback, Port);
                    _listener.Start();
                    _ = Accept(_listener);
                }
            }
        }
    }

    /// <summary>Nothing goes through, until <see cref="Release"/>.</summary>
    public void Hang() =>
        Interlocked.CompareExchange(ref _hangs, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>What has waited goes through, and nobody is caught any more.</summary>
    public void Release()
    {
        _trap = null;
        Interlocked.Exchange(ref _hangs, null)?.SetResult();
    }

    /// <summary>Breaks all connections: both sides are told at once.</summary>
    public void Break()
    {
        foreach (var connection in _connections.Keys) connection.Break();
    }

    /// <summary>
    /// Ends when a client has sent something with these bytes, and nothing that holds the others: it has gone through, and nothing that the
    /// client sends on that connection does until <see cref="Release"/>.
    /// </summary>
    public Task Catch(byte[] with, byte[] without)
    {
        var trap = new Trap(with, without);
        _trap = trap;
        return trap.Caught;
    }

    public void Dispose()
    {
        Target = null;
        Break();
        Release();
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Refused from now on.
        }
    }

    private async Task Serve(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        using var connection = new Connection(client, server);
        _connections[connection] = 0;
        try
        {
            await Passage();
            if (_target is not { } port) return;
            await server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(Pump(client, server, watched: true), Pump(server, client, watched: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server refuses, or has gone: so does this connection.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task Pump(Socket from, Socket to, bool watched)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                await Passage();
                await to.SendAsync(buffer.AsMemory(0, length));
                if (!watched || _trap is not { } trap || !trap.Fits(buffer.AsSpan(0, length))) continue;
                if (Interlocked.CompareExchange(ref _trap, null, trap) != trap) continue;
                Hang();
                trap.Close();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }

    private async Task Passage()
    {
        while (Volatile.Read(ref _hangs) is { } hangs) await hangs.Task;
    }

    private sealed class Connection(Socket client, Socket server) : IDisposable
    {
        // What is closed without lingering is broken, as by a firewall that resets.
        public void Break()
        {
            client.Close(0);
            server.Close(0);
        }

        public void Dispose()
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private sealed class Trap(byte[] with, byte[] without)
    {
        private readonly TaskCompletionSource _caught = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Caught => _caught.Task;

        public bool Fits(ReadOnlySpan<byte> sent) => sent.IndexOf(with) >= 0 && sent.IndexOf(without) < 0;

        public void Close() => _caught.SetResult();
    }
}
