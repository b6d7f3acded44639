using System.Diagnostics;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Xunit;

namespace Orders.Tests;

/// <summary>What Prometheus scrapes is what Prometheus itself takes for good.</summary>
public sealed class PrometheusTests : IDisposable
{
    private static readonly string? Promtool = new[] { Environment.GetEnvironmentVariable("PROMTOOL"), "/usr/bin/promtool", "/usr/local/bin/promtool" }
        .FirstOrDefault(path => path is not null && File.Exists(path));

    private readonly MockKafka _kafka = MockKafka.Start();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"orders-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        _kafka.Dispose();
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*")) File.Delete(file);
    }

    [SkippableFact]
    public async Task Metrics_pass_promtool()
    {
        Skip.If(Promtool is null, "promtool was not found: apt install prometheus, or name one with PROMTOOL");
        _kafka.CreateTopic("test.orders", 8);
        _kafka.CreateTopic("test.customers", 8);
        await using var service = new OrderService(_kafka, _file);
        using var client = service.CreateClient();
        await client.PostAsync("/orders", System.Net.Http.Json.JsonContent.Create(new NewOrder("anna", 1200)));
        await Eventually.True(() => service.Status.Groups.Sum(g => g.Handled) >= 3, "it is handled");
        var text = await client.GetStringAsync("/metrics");
        Assert.Contains("akka_events_lag", text);
        using var promtool = Process.Start(new ProcessStartInfo(Promtool!, ["check", "metrics"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        // What it would name otherwise (3) isn't for this library to say: names are OpenTelemetry's.
        Assert.True(promtool.ExitCode is 0 or 3 && !said.Contains("error while", StringComparison.Ordinal), $"{said}\n{text}");
        Assert.DoesNotContain("no help text", said);
    }
}
