using System.Net;
using System.Net.Sockets;

namespace Akka.Events.LocalServers;

/// <summary>
/// TCP ports that nobody listens on and nobody else gets. A server binds its port only later, and again after each restart: so the ports lie
/// below those that systems give to outgoing connections, and the one above each is held while this process runs, which tells other processes.
/// </summary>
public static class FreePorts
{
    private const int First = 12_000, End = 32_000;

    private static readonly List<TcpListener> s_held = [];

    private static int s_next = First + (2 * Random.Shared.Next((End - First) / 2));

    public static int[] Take(int count)
    {
        lock (s_held) return [.. Enumerable.Range(0, count).Select(_ => TakeOne())];
    }

    private static int TakeOne()
    {
        for (var tries = 0; tries < (End - First) / 2; tries++)
        {
            var port = s_next;
            s_next = port + 2 < End ? port + 2 : First;
            if (Listen(port + 1) is not { } held) continue;
            if (Listen(port) is { } free)
            {
                free.Dispose();
                s_held.Add(held);
                return port;
            }

            held.Dispose();
        }

        throw new InvalidOperationException($"No port from {First} to {End} is free");
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
