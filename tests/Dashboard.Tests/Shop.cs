using Akka.Events.Handling;
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
    private volatile bool _mailWorks;

    private Shop(MockKafka kafka, WebApplication app) => (_kafka, _app) = (kafka, app);

    public Uri Address => new(_app.Urls.First());

    public Uri Page => new(Address, "/events");

    /// <param name="dashboard">Who may see what.</param>
    /// <param name="users">Users come with a header.</param>
    /// <param name="mail">With a group that sends mail, which fails for items that begin with "lost" until <see cref="MendMail"/>.</param>
    /// <param name="services">Further services.</param>
    /// <param name="pipeline">What requests come through first.</param>
    public static async Task<Shop> Open(
        Action<DashboardOptions>? dashboard = null, bool users = false, bool mail = false,
        Action<IServiceCollection>? services = null, Action<WebApplication>? pipeline = null)
    {
        Shop? shop = null;
        var kafka = MockKafka.Start();
        kafka.CreateTopic(Basket.Topic.Name, 4);
        if (mail) kafka.CreateTopic($"{Basket.Topic.Name}.mail.dead-letter", 4);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        if (users)
        {
            builder.Services.AddAuthentication(HeaderUsers.Scheme).AddScheme<AuthenticationSchemeOptions, HeaderUsers>(HeaderUsers.Scheme, null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("readers", p => p.RequireAuthenticatedUser()).AddPolicy("operators", p => p.RequireRole("operator"));
        }
        builder.Services.AddAkkaEvents("shop", events =>
        {
            events.UseKafka(kafka.Bootstrap).UseInMemory().Group("baskets", group => group.Options(o => o.RetainHistory = true).Entity<Basket>());
            if (!mail) return;
            events.Group("mail", group => group.Handle(Basket.Topic, "send", item => shop!.Send(item), o =>
            {
                o.OnFailure = FailureMode.Save;
                o.DontRetry<FormatException>();
            }));
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        pipeline?.Invoke(app);
        if (users) app.UseAuthentication().UseAuthorization();
        app.MapAkkaEvents(configure: dashboard);
        shop = new Shop(kafka, app);
        await app.StartAsync();
        return shop;
    }

    public void MendMail() => _mailWorks = true;

    public async Task Publish(string key, params string[] items)
    {
        var events = _app.Services.GetRequiredService<IEvents>();
        foreach (var item in items) await events.PublishAsync(Basket.Topic, item, new PublishOptions { Key = key });
    }

    public Task Handled(long count) =>
        Eventually.True(() => _app.Services.GetRequiredService<IEventsStatus>().Groups[0].Handled >= count, $"{count} records are handled");

    public Task Saved(long count) => Eventually.True(() => Mail.Saved >= count, $"{count} letters are written");

    public Task Mailed(long count) => Eventually.True(() => Mail.Handled >= count, $"{count} mails are sent");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _kafka.Dispose();
    }

    private GroupStatus Mail => _app.Services.GetRequiredService<IEventsStatus>().Groups.Single(g => g.Name == "mail");

    private Task Send(string item) =>
        item.StartsWith("lost", StringComparison.Ordinal) && !_mailWorks ? throw new FormatException($"no address for {item}") : Task.CompletedTask;
}
