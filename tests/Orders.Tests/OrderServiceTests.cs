using System.Net;
using System.Net.Http.Json;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Orders.Domain;
using Xunit;

namespace Orders.Tests;

/// <summary>The service through its own endpoints.</summary>
public sealed class OrderServiceTests : IDisposable
{
    private readonly MockKafka _kafka = MockKafka.Start();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"orders-{Guid.NewGuid():N}.db");

    public OrderServiceTests()
    {
        _kafka.CreateTopic("test.orders", 8);
        _kafka.CreateTopic("test.customers", 8);
    }

    public void Dispose()
    {
        _kafka.Dispose();
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*")) File.Delete(file);
    }

    [Fact]
    public async Task Orders_are_placed_and_paid_and_add_up_to_their_customers()
    {
        await using var service = new OrderService(_kafka, _file);
        using var client = service.CreateClient();
        var first = await Place(client, "anna", 1200);
        await Place(client, "anna", 300);
        await client.PostAsync($"/orders/{first}/pay", null);
        await Eventually.True(() => Get<OrderState>(client, $"/orders/{first}") == new OrderState("anna", 1200, OrderStatus.Paid));
        await Eventually.True(() => Get<CustomerSummary>(client, "/customers/anna") == new CustomerSummary(2, 1500));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/orders/nobody")).StatusCode);
        Assert.Equal("Healthy", await client.GetStringAsync("/health"));
        Assert.Contains("messaging_client_consumed_messages", await client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Two_nodes_share_the_orders_and_each_answers_for_all()
    {
        int[] ports = FreePorts.Take(2);
        await using var first = new OrderService(_kafka, _file, ports[0], ports[0]);
        await using var second = new OrderService(_kafka, _file, ports[1], ports[0]);
        using var client = first.CreateClient();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++) ids.Add(await Place(client, "anna", 100));
        using var secondClient = second.CreateClient();
        await Eventually.True(
            () => first.Status.Groups.Concat(second.Status.Groups).All(group => group.Partitions.Count == 4 || group.Partitions.Count == 8)
                && second.Status.Groups.All(group => group.Partitions.Count > 0),
            "both have their share", () => string.Join('\n', first.Status.Groups.Concat(second.Status.Groups)));
        foreach (var id in ids) await secondClient.PostAsync($"/orders/{id}/pay", null);
        foreach (var id in ids)
            foreach (var node in new[] { client, secondClient })
                await Eventually.True(() => Get<OrderState>(node, $"/orders/{id}")?.Status == OrderStatus.Paid);
        await Eventually.True(() => Get<CustomerSummary>(client, "/customers/anna") == new CustomerSummary(8, 800));
    }

    private static async Task<string> Place(HttpClient client, string customer, long cents)
    {
        var response = await client.PostAsJsonAsync("/orders", new NewOrder(customer, cents));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<string>())!;
    }

    // Null while it isn't there, or moves.
    private static T? Get<T>(HttpClient client, string path)
    {
        var response = client.GetAsync(path).GetAwaiter().GetResult();
        return response.IsSuccessStatusCode ? response.Content.ReadFromJsonAsync<T>().GetAwaiter().GetResult() : default;
    }
}
