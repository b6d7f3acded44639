using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using OpenTelemetry.Metrics;
using Orders;
using Orders.Domain;
using Orders.Handlers;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<INotifications, LoggedNotifications>();
builder.Services.AddAkkaEvents("orders",
    events => events
        .Group("orders", group => group.Entity<Order>())
        .Group("customers", group => group.Entity<Customer>())
        .Group("notifications", group => group
            .Handle<OrderNotifier>(Topics.Orders)
            .Handle<CustomerFeed>(Topics.Orders)),
    (akka, _) => (builder.Configuration.GetSection("Cluster").Get<ClusterSettings>() ?? new()).Join(akka));
builder.Services.AddHealthChecks().AddAkkaEvents();
builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddAkkaEventsInstrumentation().AddPrometheusExporter())
    .WithTracing(traces => traces.AddAkkaEventsInstrumentation());

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint();
app.MapPost("/orders", async (NewOrder order, IEvents events, CancellationToken cancelled) =>
{
    var id = Guid.NewGuid().ToString("N");
    await events.PublishAsync(Topics.Orders, new OrderPlaced(id, order.CustomerId, order.Cents), cancelled);
    return Results.Accepted($"/orders/{id}", id);
});
app.MapPost("/orders/{id}/pay", async (string id, IEvents events, CancellationToken cancelled) =>
{
    await events.PublishAsync(Topics.Orders, new OrderPaid(id), cancelled);
    return Results.Accepted($"/orders/{id}");
});
app.MapPost("/orders/{id}/cancel", async (string id, IEvents events, CancellationToken cancelled) =>
{
    await events.PublishAsync(Topics.Orders, new OrderCancelled(id), cancelled);
    return Results.Accepted($"/orders/{id}");
});
app.MapGet("/orders/{id}", async (string id, IEntities entities, CancellationToken cancelled) =>
    await entities.Ask<Order, OrderState?>(id, new GetOrder(), cancelled) is { } order ? Results.Ok(order) : Results.NotFound());
app.MapGet("/customers/{id}", async (string id, IEntities entities, CancellationToken cancelled) =>
    await entities.Ask<Customer, CustomerSummary?>(id, new GetCustomer(), cancelled) is { } customer ? Results.Ok(customer) : Results.NotFound());
await app.RunAsync();

public sealed record NewOrder(string CustomerId, long Cents);
