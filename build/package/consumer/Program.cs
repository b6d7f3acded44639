using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Events.Publishing;
using Akka.Events.Topics;

await using var kafka = MockKafka.Start();
kafka.CreateTopic("orders", partitions: 4);

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddAkkaEvents("shop", events => events
    .UseKafka(kafka.Bootstrap)
    .UseInMemory()
    .Group("customers", group => group.Entity<Customer>()));
var app = builder.Build();
await app.StartAsync();

using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
var publisher = app.Services.GetRequiredService<IEvents>();
foreach (var amount in Enumerable.Range(1, 100)) await publisher.PublishAsync(Topics.Orders, new Order("ann", amount));
var entities = app.Services.GetRequiredService<IEntities>();
long total;
do total = await entities.Ask<Customer, long>("ann", new GetTotal(), patience.Token);
while (total < 5050);

await app.StopAsync();
Console.WriteLine($"a service on the packages: 100 orders of {total}");
return total == 5050 ? 0 : 1;

internal sealed record Order(string Customer, long Amount);

internal sealed record Ordered(long Amount);

internal sealed record GetTotal;

internal static class Topics
{
    public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: order => order.Customer);
}

internal sealed record Spent(long Total)
{
    public Spent() : this(0)
    {
    }
}

internal sealed class Customer : EntityActor<Spent>
{
    public Customer()
    {
        On(Topics.Orders, order => Persist(new Ordered(order.Amount)));
        Apply<Ordered>((state, e) => new Spent(state.Total + e.Amount));
        Query<GetTotal>(_ => State.Total);
    }
}
