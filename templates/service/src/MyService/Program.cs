using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using MyService;

var builder = WebApplication.CreateBuilder(args);
// Where Kafka and the database are stands in appsettings.json, under Akka:Events.
builder.Services.AddAkkaEvents("myservice", events => events
    .Group("accounts", group => group.Entity<Account>()));
builder.Services.AddHealthChecks().AddAkkaEvents();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapAkkaEvents(); // the dashboard, at /events, for this machine alone
app.MapPost("/accounts/{id}/deposits", async (string id, long cents, IEvents events, CancellationToken cancelled) =>
{
    await events.PublishAsync(Topics.Accounts, new Deposited(id, cents), cancelled);
    return Results.Accepted($"/accounts/{id}");
});
app.MapGet("/accounts/{id}", async (string id, IEntities entities, CancellationToken cancelled) =>
    await entities.Ask<Account, AccountState?>(id, new GetAccount(), cancelled) is { } account ? Results.Ok(account) : Results.NotFound());
await app.RunAsync();

public partial class Program;
