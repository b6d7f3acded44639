using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Orders.Tests;

/// <summary>The service as it is, with a Kafka in this process and a file for its states instead of what appsettings.json names.</summary>
internal sealed class OrderService(MockKafka kafka, string file, int port = 0, int seed = 0) : WebApplicationFactory<Program>
{
    public IEventsStatus Status => Services.GetRequiredService<IEventsStatus>();

    protected override void ConfigureWebHost(IWebHostBuilder web)
    {
        web.UseSetting("Akka:Events:Kafka:BootstrapServers", kafka.Bootstrap);
        web.UseSetting("Akka:Events:PostgreSql:ConnectionString", "");
        web.UseSetting("Akka:Events:Sqlite:Path", file);
        web.UseSetting("Akka:Events:Names:Prefix", "test.");
        // Seconds instead of minutes for the mock's coordinator to let a second member in.
        web.UseSetting("Akka:Events:Kafka:Client:session.timeout.ms", "6000");
        web.UseSetting("Akka:Events:Kafka:Client:heartbeat.interval.ms", "500");
        web.UseSetting("Logging:LogLevel:Default", "Warning");
        if (port == 0) return;
        web.UseSetting("Cluster:Port", $"{port}");
        web.UseSetting("Cluster:Host", "127.0.0.1");
        web.UseSetting("Cluster:Seeds:0", $"127.0.0.1:{seed}");
    }
}
