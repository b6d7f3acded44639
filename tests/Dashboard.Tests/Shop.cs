using Akka.Events.Hosting;
using Akka.Events.Hosting.Dashboard;
using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Dashboard.Tests;

/// <summary>A service with baskets and its dashboard, over a mock Kafka.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly MockKafka _kafka;
    private readonly WebApplication _app;

    private Shop(MockKafka kafka, WebApplication app) => (_kafka, _app) = (kafka, app);

    public Uri Address => new(_app.Urls.First());

    public Uri Page => new(Address, "/events");

    public static async Task<Shop> Open(Action<DashboardOptions>? dashboard = null, bool users = false)
    {
        var kafka = MockKafka.Start();
        kafka.CreateTopic(Basket.Topic.Name, 4);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        if (users)
        {
            builder.Services.AddAuthentication(HeaderUsers.Scheme).AddScheme<AuthenticationSchemeOptions, HeaderUsers>(HeaderUsers.Scheme, null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("readers", p => p.RequireAuthenticatedUser()).AddPolicy("operators", p => p.RequireRole("operator"));
        }
        builder.Services.AddAkkaEvents("shop", events => events
            .UseKafka(kafka.Bootstrap).UseInMemory()
            .Group("baskets", group => group.Options(o => o.RetainHistory = true).Entity<Basket>()));
        var app = builder.Build();
        if (users) app.UseAuthentication().UseAuthorization();
        app.MapAkkaEvents(configure: dashboard);
        await app.StartAsync();
        return new Shop(kafka, app);
    }

    public async Task Publish(string key, params string[] items)
    {
        var events = _app.Services.GetRequiredService<IEvents>();
        foreach (var item in items) await events.PublishAsync(Basket.Topic, item, new PublishOptions { Key = key });
    }

    public Task Handled(long count) =>
        Eventually.True(() => _app.Services.GetRequiredService<IEventsStatus>().Groups[0].Handled >= count, $"{count} records are handled");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _kafka.Dispose();
    }
}
