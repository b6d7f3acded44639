using Akka.Events.LocalServers;

namespace Akka.Events.Bench.Kafka;

/// <summary>The Kafka and the PostgreSQL that a run uses: those given, else private ones for as long as it runs.</summary>
internal sealed class BenchServices : IAsyncDisposable
{
    private MockKafka? _kafka;
    private PrivatePostgres? _postgres;

    public string Bootstrap { get; private set; } = "";

    public string? Postgres { get; private set; }

    public static async Task<BenchServices> Start(KafkaArguments arguments, bool needsPostgres)
    {
        var services = new BenchServices();
        if (arguments.Bootstrap is { } given)
        {
            services.Bootstrap = given;
        }
        else
        {
            services._kafka = MockKafka.Start();
            services.Bootstrap = services._kafka.Bootstrap;
            services._kafka.CreateTopic(arguments.Topic, arguments.Partitions);
            await Console.Error.WriteLineAsync("Kafka: librdkafka's mock cluster inside this process");
        }
        if (!needsPostgres) return services;
        services.Postgres = arguments.Postgres;
        if (services.Postgres is not null) return services;
        services._postgres = await PrivatePostgres.StartAsync(fsync: true);
        services.Postgres = services._postgres.ConnectionString;
        await Console.Error.WriteLineAsync("PostgreSQL: a private instance");
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _kafka?.Dispose();
    }
}
