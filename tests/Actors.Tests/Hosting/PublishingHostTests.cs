using System.Text;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Publishing from a host's services, whatever else has been started.</summary>
public sealed class PublishingHostTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new(_ => { });

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task Hosted_services_publish_while_they_start_before_and_after_the_event_system()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddHostedService(provider => new Greeter("before", provider.GetRequiredService<IEvents>()));
        builder.Services.AddAkkaEvents("hosted", events => events.UseKafka(_hosts.Kafka.Bootstrap));
        builder.Services.AddSingleton<IHostedService>(provider => new Greeter("after", provider.GetRequiredService<IEvents>()));
        await _hosts.Keep(builder.Build()).StartAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["after", "before"], Published(2).Order());
    }

    [Fact]
    public async Task Publishing_needs_neither_groups_nor_a_store_nor_a_started_host()
    {
        var host = _hosts.Build(_ => { });
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "early").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["early"], Published(1));
    }

    [Fact]
    public async Task A_wrong_configuration_is_told_to_who_publishes_before_the_start()
    {
        var host = _hosts.Build(_ => { }, hocon: "akka.events.publish.linger = soon");
        await Assert.ThrowsAsync<EventsConfigurationException>(
            async () => await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "early"));
    }

    [Fact]
    public async Task After_the_host_has_stopped_publishing_is_refused()
    {
        var host = await _hosts.Start(_ => { });
        var events = host.Services.GetRequiredService<IEvents>();
        await events.PublishAsync(Orders, "last");
        var late = await _hosts.Start(_ => { });
        await host.StopAsync();
        await late.StopAsync();
        var e = await Assert.ThrowsAsync<PublishException>(() => events.PublishAsync(Orders, "too late"));
        Assert.Contains("the publisher is closed", e.Message, StringComparison.Ordinal);
        // One that has never published has no producer to refuse it.
        e = await Assert.ThrowsAsync<PublishException>(() => late.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "too late"));
        Assert.Contains("the publisher is closed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_without_an_akka_section_starts()
    {
        var configuration = new ConfigurationBuilder().Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddAkkaEvents(
            "hosted",
            events => events.UseKafka(_hosts.Kafka.Bootstrap),
            (akka, _) => akka.AddHocon(configuration.GetSection("akka"), HoconAddMode.Prepend));
        await _hosts.Keep(builder.Build()).StartAsync();
    }

    [Fact]
    public async Task Handlers_see_the_metadata_of_both_modes_of_CloudEvents()
    {
        var seen = new List<(string?, string?, string?, string)>();
        var host = await _hosts.Start(events => events.Group("metadata", g => g.Handle(Orders, "see", (order, context) =>
        {
            lock (seen) seen.Add((context.Metadata.Id, context.Metadata.Type, context.Metadata.Subject, order));
        })));
        var publisher = host.Services.GetRequiredService<IEvents>();
        await publisher.PublishAsync(
            Orders, "binary", new PublishOptions { Key = "k", Id = "1", Type = "Ordered", Subject = "s", Time = DateTimeOffset.UnixEpoch });
        await Raw("k", """{"specversion":"1.0","id":"2","source":"/s","type":"T","datacontenttype":"text/plain","data":"structured"}""");
        await Hosts.Eventually(() => host.Handled() == 2, "both are handled");
        lock (seen) Assert.Equal([("1", "Ordered", "s", "binary"), ("2", "T", null, "structured")], seen);
    }

    private async Task Raw(string key, string envelope)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = _hosts.Kafka.Bootstrap, Partitioner = Partitioner.Murmur2Random,
        }).Build();
        await producer.ProduceAsync(Orders.Name, new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(key),
            Value = Encoding.UTF8.GetBytes(envelope),
            Headers = new Headers { { "content-type", "application/cloudevents+json"u8.ToArray() } },
        });
    }

    private IEnumerable<string> Published(int count) =>
        _hosts.Kafka.ReadAll(Orders.Name, 4, count).Select(r => Encoding.UTF8.GetString(r.Message.Value!));

    private sealed class Greeter(string text, IEvents events) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => events.PublishAsync(Orders, text, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
