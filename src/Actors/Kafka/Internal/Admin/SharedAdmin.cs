using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>An admin client that lives while somebody uses it: topics are asked for at a start, and then hardly ever.</summary>
internal sealed class SharedAdmin(TopicSettings settings, ILogger log)
{
    private readonly Lock _lock = new();
    private IAdminClient? _client;
    private int _users;

    /// <summary>Runs a request. Its errors are the client's own.</summary>
    internal async Task<T> Use<T>(Func<IAdminClient, Task<T>> request)
    {
        IAdminClient client;
        lock (_lock)
        {
            client = _client ??= Build();
            _users++;
        }
        try
        {
            return await request(client).ConfigureAwait(false);
        }
        finally
        {
            IAdminClient? unused = null;
            lock (_lock)
            {
                if (--_users == 0) (unused, _client) = (_client, null);
            }
            // It waits for the client's own threads.
            if (unused is not null) _ = Task.Run(unused.Dispose);
        }
    }

    private IAdminClient Build()
    {
        var config = new AdminClientConfig { BootstrapServers = settings.BootstrapServers };
        foreach (var (key, value) in settings.Client) config.Set(key, value);
        var lines = new ClientLog(log, TimeProvider.System, settings.Brokers);
        return new AdminClientBuilder(config).SetLogHandler((_, message) => lines.Write(message)).Build();
    }
}
