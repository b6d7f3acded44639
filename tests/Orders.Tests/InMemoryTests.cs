using System.Net.Http.Json;
using Akka.Events.Testing;
using Akka.Events.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Orders.Domain;
using Xunit;

namespace Orders.Tests;

/// <summary>The service with its topics in memory.</summary>
public sealed class InMemoryTests : WebApplicationFactory<Program>
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"orders-{Guid.NewGuid():N}.db");

    protected override void ConfigureWebHost(IWebHostBuilder web)
    {
        web.UseSetting("Akka:Events:PostgreSql:ConnectionString", "");
        web.UseSetting("Akka:Events:Sqlite:Path", _file);
        web.ConfigureTestServices(services => services.AddInMemoryKafka());
    }

    [Fact]
    public async Task The_service_runs_without_Kafka()
    {
        using var client = CreateClient();
        var response = await client.PostAsJsonAsync("/orders", new NewOrder("anna", 1200));
        response.EnsureSuccessStatusCode();
        await Eventually.True(() => client.GetAsync("/customers/anna").GetAwaiter().GetResult().IsSuccessStatusCode);
        Assert.Equal(new CustomerSummary(1, 1200), await client.GetFromJsonAsync<CustomerSummary>("/customers/anna"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*")) File.Delete(file);
    }
}
