using System.Collections.Concurrent;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.SchemaRegistry.Tests.Support;
using Akka.Events.Subscribing;
using Akka.Events.Testing;
using Akka.Events.TestKit;
using Akka.Events.Topics;
using Confluent.SchemaRegistry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests;

/// <summary>Services whose events' schemas are in a registry, which comes and goes.</summary>
public sealed class EventPathTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly SchemaOptions Register = new() { Writing = SchemaWriting.Register };
    private static readonly Topic<byte[]> Raw = Topic.Bytes("flights", key: _ => "LAX");

    private readonly ConcurrentQueue<string> _handled = new();
    private InProcessSchemaRegistry _server = null!;
    private ConfluentRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        _server = await InProcessSchemaRegistry.StartAsync();
        _registry = new ConfluentRegistry(_server.Url) { Options = Register };
    }

    public async Task DisposeAsync()
    {
        _registry.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Flights_in_Avro_lead_to_alerts_in_JSON_through_a_broker()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("flights", 1);
        kafka.CreateTopic("alerts", 1);
        var flights = _registry.Avro<Flight>("flights", key: f => f.origin);
        var alerts = _registry.Json<JsonTests.Alert>("alerts", key: a => a.Airport);
        IEvents events = null!;
        await using var service = await Service.Start(
            builder => builder.UseKafka(kafka.Bootstrap)
                .Group("delays", group => group.Handle(
                    flights, "alert", (flight, _) => events.PublishAsync(alerts, new JsonTests.Alert { Airport = flight.origin, Minutes = flight.delay })))
                .Group("alerts", group => group.Handle(alerts, "note", (alert, _) => Note($"{alert.Airport} {alert.Minutes}"))),
            inMemory: false);
        events = service.Events;
        await service.Events.PublishAllAsync(flights, [new Flight { origin = "LAX", delay = 70 }, new Flight { origin = "SFO", delay = 80 }]).WaitAsync(Patience);

        await Eventually.True(() => _handled.Count == 2);
        Assert.Equal(["LAX 70", "SFO 80"], _handled.Order());
        // The form that doesn't wait, with a registry that knows nothing yet.
        using var other = new ConfluentRegistry(_server.Url);
        await service.Events.Publish(other.Avro<Flight>("flights", key: f => f.origin), new Flight { origin = "OAK", delay = 90 }).WaitAsync(Patience);
        await Eventually.True(() => _handled.Contains("OAK 90"));
    }

    [Fact]
    public async Task Records_wait_while_the_registry_is_away_instead_of_being_discarded()
    {
        var bytes = _registry.AvroCodec<Flight>("flights").Bytes(new Flight { origin = "LAX" });
        await _server.DownAsync();
        using var registry = new ConfluentRegistry(_server.Url);
        await using var service = await Service.Start(events => events
            .Group("plain", group => group.Handle(registry.Avro<Flight>("flights"), "note", (flight, _) => Note(flight.origin), Discarding))
            .Group("batches", group => group.HandleBatch(registry.Avro<Flight>("flights"), "note", batch => Note($"{batch.Count} flights"), Discarding)));
        await service.Events.PublishAllAsync(Raw, [bytes, bytes]).WaitAsync(Patience);
        await Eventually.True(() => service.Problems.Count == 2);

        Assert.All(service.Problems, problem => Assert.Equal(ProblemCause.CodecNotReady, problem.Cause));
        Assert.Contains("waits for its codec (for ", service.Problems[0].Text);
        Assert.Contains($"schema 1 of the registry at {_server.Url} can't be looked up: ", service.Problems[0].Text);
        Assert.Empty(_handled);
        await _server.UpAsync();
        await Eventually.True(() => _handled.Count(text => text == "LAX") == 2 && Batched() == 2 && service.Problems.Count == 0);

        int Batched() => _handled.Where(text => text.EndsWith(" flights", StringComparison.Ordinal)).Sum(text => text[0] - '0');

        static void Discarding(HandlerOptions options) => options.OnUndecodable = FailureMode.Discard;
    }

    [Fact]
    public async Task A_schema_that_the_registry_doesnt_know_makes_its_records_undecodable()
    {
        await using var service = await Service.Start(events => events.Group(
            "plain", group => group.Handle(_registry.Avro<Flight>("flights"), "note", (flight, _) => Note(flight.origin), o => o.OnUndecodable = FailureMode.Discard)));
        await service.Events.PublishAllAsync(Raw, [[0, 0, 0, 0, 99, 1], _registry.AvroCodec<Flight>("flights").Bytes(new Flight { origin = "LAX" })]).WaitAsync(Patience);
        await Eventually.True(() => !_handled.IsEmpty);
        Assert.Equal(["LAX"], _handled);
    }

    [Fact]
    public async Task What_is_published_waits_for_the_registry()
    {
        await _server.DownAsync();
        var flights = _registry.Avro<Flight>("flights", key: f => f.origin);
        await using var service = await Service.Start(events => events
            .Group("notes", group => group.Handle(flights, "note", (flight, _) => Note(flight.origin))));
        var published = service.Events.PublishAsync(flights, new Flight { origin = "LAX" });
        var all = service.Events.PublishAllAsync(flights, [new Flight { origin = "SFO" }, new Flight { origin = "OAK" }]);
        Assert.False(published.IsCompleted || all.IsCompleted);
        await _server.UpAsync();
        await published.WaitAsync(Patience);
        await all.WaitAsync(Patience);
        await Eventually.True(() => _handled.Count == 3);
    }

    [Fact]
    public async Task The_test_kit_waits_for_a_codec_too()
    {
        var flights = _registry.Avro<Flight>("flights", key: f => f.origin);
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("notes", group => group.Handle(flights, "note", (flight, _) => Note(flight.origin))));
        await kit.PublishAsync(flights, new Flight { origin = "LAX" });
        await Eventually.True(() =>
        {
            kit.RunAsync().GetAwaiter().GetResult();
            return !_handled.IsEmpty;
        });
        using var other = new ConfluentRegistry(_server.Url);
        Assert.Equal("LAX", Assert.Single(kit.EventsIn(other.Avro<Flight>("flights"))).origin);
    }

    [Fact]
    public async Task An_entity_publishes_once_the_registry_answers_and_counts_its_event_once()
    {
        await _server.DownAsync();
        Publisher.Alerts = _registry.Json<JsonTests.Alert>("alerts", key: a => a.Airport);
        await using var service = await Service.Start(events => events
            .Group("airports", group => group.Entity<Publisher>())
            .Group("alerts", group => group.Handle(Publisher.Alerts, "note", (alert, _) => Note($"{alert.Airport} {alert.Minutes}"))));
        await service.Events.PublishAsync(Publisher.Arrivals, "LAX").WaitAsync(Patience);
        await Eventually.True(() => service.Problems.Any(p => p.Cause == ProblemCause.CodecNotReady));
        await _server.UpAsync();
        await Eventually.True(() => !_handled.IsEmpty && service.Problems.Count == 0);
        Assert.Equal(["LAX 1"], _handled);
    }

    [Fact]
    public async Task Subscriptions_and_views_hold_back_what_they_cant_read_yet()
    {
        var bytes = _registry.AvroCodec<Flight>("flights").Bytes(new Flight { origin = "LAX", delay = 7 });
        await _server.DownAsync();
        using var registry = new ConfluentRegistry(_server.Url);
        var flights = registry.Avro<Flight>("flights", key: f => f.origin);
        await using var service = await Service.Start(events => events.View(flights));
        await using var subscription = await service.Services.GetRequiredService<IEventSubscriptions>().SubscribeAsync(flights);
        await service.Events.PublishAsync(Raw, bytes).WaitAsync(Patience);
        var view = service.Services.GetRequiredService<IEventViews>().Of(flights);
        await Eventually.True(() => view.Problem is not null);
        Assert.Contains("schema 1 of the registry", view.Problem);
        Assert.Empty(view);
        await _server.UpAsync();
        Assert.Equal(7, (await subscription.WaitForAsync(null, Patience)).Event!.delay);
        await Eventually.True(() => view.Count == 1 && view.Problem is null);
        Assert.Equal(7, view["LAX"].delay);
    }

    [Fact]
    public async Task Credentials_are_in_no_text_and_a_refused_user_is_a_problem_that_says_so()
    {
        _server.User = "events:swordfish";
        using var right = new ConfluentRegistry(new SchemaRegistryConfig { Url = _server.Url, BasicAuthUserInfo = "events:swordfish" }) { Options = Register };
        var bytes = right.AvroCodec<Flight>("flights").Bytes(new Flight { origin = "LAX" });
        using var wrong = new ConfluentRegistry(new SchemaRegistryConfig { Url = _server.Url, BasicAuthUserInfo = "events:hunter2" });
        var refused = Assert.Throws<CodecNotReadyException>(() => wrong.AvroCodec<Flight>("flights").Decode(bytes));
        Assert.Equal($"schema 1 of the registry at {_server.Url} is being looked up", refused.Message);
        var codec = wrong.AvroCodec<Flight>("flights");
        await Eventually.True(() => Record.Exception(() => codec.Decode(bytes)) is CodecNotReadyException { InnerException: not null } e && Text(e).Contains("can't be looked up"));

        var text = Text(Record.Exception(() => codec.Decode(bytes))!);
        Assert.Contains("User cannot access the resource", text);
        Assert.DoesNotContain("hunter2", text);
        Assert.Equal($"schema registry at {_server.Url}", wrong.ToString());
        var inUrl = Assert.Throws<ArgumentException>(() => new ConfluentRegistry("http://events:swordfish@localhost:1"));
        Assert.Contains("BasicAuthUserInfo", inUrl.Message);
        Assert.DoesNotContain("swordfish", inUrl.ToString());
        using var client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = "http://events:swordfish@127.0.0.1:1" });
        using var given = new ConfluentRegistry(client);
        Assert.Equal("schema registry at http://127.0.0.1:1", given.ToString());

        static string Text(Exception e) => e.ToString();
    }

    private Task Note(string text)
    {
        _handled.Enqueue(text);
        return Task.CompletedTask;
    }

    public sealed class Publisher : EntityActor<Publisher.Count>
    {
        public static readonly Topic<string> Arrivals = Topic.Text("arrivals", key: text => text);

        public static Topic<JsonTests.Alert> Alerts = null!;

        public Publisher()
        {
            On(Arrivals, _ =>
            {
                Persist(new Arrived());
                Publish(Alerts, new JsonTests.Alert { Airport = Key, Minutes = State.Arrivals });
            });
            Apply<Arrived>((state, _) => new Count(state.Arrivals + 1));
        }

        public sealed record Count(int Arrivals)
        {
            public Count() : this(0)
            {
            }
        }

        public sealed record Arrived;
    }

    private sealed class Service : IAsyncDisposable
    {
        private readonly IHost _host;

        private Service(IHost host) => _host = host;

        public IServiceProvider Services => _host.Services;

        public IEvents Events => Services.GetRequiredService<IEvents>();

        public IReadOnlyList<GroupProblem> Problems => [.. Services.GetRequiredService<IEventsStatus>().Groups.SelectMany(group => group.Problems)];

        public static async Task<Service> Start(Action<EventsBuilder> events, bool inMemory = true)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddLogging().AddSingleton(TimeProvider.System);
            if (inMemory) builder.Services.AddInMemoryKafka();
            builder.Services.AddAkkaEvents("flights", e =>
            {
                e.UseInMemory();
                if (inMemory) e.UseKafka("in-memory:9092");
                events(e);
            });
            var service = new Service(builder.Build());
            await service._host.StartAsync().WaitAsync(Patience);
            return service;
        }

        public async ValueTask DisposeAsync()
        {
            await _host.StopAsync().WaitAsync(Patience);
            _host.Dispose();
        }
    }
}
