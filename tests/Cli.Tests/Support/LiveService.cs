using Akka.Actor;
using Akka.Event;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Events.Cli.Tests.Support;

/// <summary>A running service that counts, over a mock Kafka, with a dashboard on which this machine may act.</summary>
internal sealed class LiveService : IAsyncDisposable
{
    private readonly MockKafka _kafka;
    private readonly WebApplication _app;

    private LiveService(MockKafka kafka, WebApplication app, Topic<string> topic) => (_kafka, _app, Topic) = (kafka, app, topic);

    public Topic<string> Topic { get; }

    public string Address => $"{_app.Urls.First()}/events";

    public static async Task<LiveService> Start()
    {
        var (kafka, topic) = (MockKafka.Start(), Topics.Topic.Text("counts"));
        kafka.CreateTopic(topic.Name, 4);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information)).AddAuthentication();
        builder.Services.AddAuthorizationBuilder().AddPolicy("anybody", p => p.RequireAssertion(_ => true));
        builder.Services.AddSingleton(new CounterTopic(topic));
        builder.Services.AddAkkaEvents("counts", events => events.UseKafka(kafka.Bootstrap).UseInMemory().Group("counts", group => group.Entity<Counter>()));
        var app = builder.Build();
        app.UseAuthorization();
        app.MapAkkaEvents(configure: o => o.ActionPolicy = "anybody");
        await app.StartAsync();
        return new LiveService(kafka, app, topic);
    }

    public Task Publish(string key, int by) => _app.Services.GetRequiredService<IEvents>().PublishAsync(Topic, $"{by}", new PublishOptions { Key = key });

    public Task Handled(long count) => Eventually.True(() => Status.Handled >= count, $"{count} records are handled");

    private ActorSystem System => _app.Services.GetRequiredService<ActorSystem>();

    public GroupStatus Status => _app.Services.GetRequiredService<IEventsStatus>().Groups[0];

    /// <summary>A line of a category, as the service writes it.</summary>
    public void Log(string category, string text) => _app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(LogLevel.Warning, new EventId(7), text, null, (t, _) => t);

    /// <summary>Lines of the service's own actors, as they write them by Akka's logger, by class and by name.</summary>
    public void ActorLog(string text)
    {
        System.EventStream.Publish(new Warning("akka://counts/user/counter", typeof(Counter), text));
        Logging.GetLogger(System, "counter").Warning(text);
    }

    /// <summary>A line of Akka's own, as a class of it writes it.</summary>
    public void AkkaLog(string text) => System.EventStream.Publish(new Warning("akka://counts/system", typeof(EventStream), text));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _kafka.Dispose();
    }
}
