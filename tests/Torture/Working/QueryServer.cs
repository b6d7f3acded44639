using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Events.Handling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.Torture.Working;

/// <summary>
/// Takes a key a line, and answers each with a line: the ledger and who has it, or the failure's type and text behind a '!'.
/// </summary>
internal sealed class QueryServer : IDisposable
{
    /// <summary>How long a question waits for an answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly IEntities _entities;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();

    public QueryServer(IHost host, int port)
    {
        // Now: a host that ends has no services any more, and is asked until its process has ended.
        _entities = host.Services.GetRequiredService<IEntities>();
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = Accept();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The process ends.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
                while (await reader.ReadLineAsync(_end.Token) is { } key) await writer.WriteLineAsync(await Answer(key));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The asker or the process has gone.
            }
        }
    }

    private async Task<string> Answer(string key)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(Limit);
        try
        {
            return JsonSerializer.Serialize(await _entities.Ask<Ledger, LedgerAnswer>(key, AskLedger.Instance, limit.Token));
        }
        catch (Exception e)
        {
            return $"!{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
