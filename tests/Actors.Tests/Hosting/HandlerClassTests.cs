using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json.Serialization;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Hosting;

/// <summary>Classes that handle events, made by the service provider in a scope for each event.</summary>
public sealed class HandlerClassTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly Topic<OrderEvent> Orders = Topic.Json<OrderEvent>("orders", key: o => o.Id);

    private readonly Hosts _hosts = new(_ => { });
    private readonly Log _log = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_event_has_an_instance_and_scoped_services_of_its_own_disposed_of_when_it_has_ended()
    {
        var host = await Start(g => g.Handle<Notifier>(Orders));
        await Publish(host, new Paid("a", 1), new Paid("a", 2));
        await Hosts.Eventually(() => host.Handled() == 2, "both are handled");
        // The first instance is made at start, to see whether it can be.
        Assert.Equal(
            ["notifier 0 ends", "unit 0 ends", "a paid 1 with unit 1", "notifier 1 ends", "unit 1 ends", "a paid 2 with unit 2", "notifier 2 ends", "unit 2 ends"],
            _log.Lines);
        Assert.Equal("notifier", Assert.Single(Planning.Plan(events: e => e.Group("g", g => g.Handle<Notifier>(Orders))).Groups[0].Handlers).Definition.Name);
    }

    [Fact]
    public async Task A_failed_attempt_ends_its_scope_and_the_next_has_one_of_its_own()
    {
        var host = await Start(g => g.Handle<Notifier>(Orders, "mine", o => o.MinBackoff = TimeSpan.FromMilliseconds(1)));
        await Publish(host, new Paid("a", -1));
        await Hosts.Eventually(() => host.Handled() == 1, "it is handled");
        Assert.Equal(
            ["a paid -1 with unit 1", "notifier 1 ends", "unit 1 ends", "a paid -1 with unit 2", "notifier 2 ends", "unit 2 ends"], _log.Lines[2..]);
    }

    [Fact]
    public async Task A_class_handles_the_types_that_it_names_each_by_the_most_derived_Handle()
    {
        var host = await Start(g => g.Handle<Auditor>(Orders));
        await Publish(host, new Placed("a"), new Paid("a", 1), new PaidLate("a", 2), new Shipped("a"));
        await Hosts.Eventually(() => host.Handled() == 4, "all are handled");
        Assert.Equal(["placed", "paid", "paid late"], _log.Lines);
    }

    [Fact]
    public async Task A_registered_class_is_used_as_it_is_registered()
    {
        var host = await Start(g => g.Handle<Auditor>(Orders), services => services.AddSingleton(new Auditor(new Log())));
        await Publish(host, new Placed("a"));
        await Hosts.Eventually(() => host.Handled() == 1, "it is handled");
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_class_that_has_no_Handle_for_the_topics_events_is_refused() => Assert.Equal(
        "group 'g': Notifier has no IEventHandler<String>, nor one of a type derived from String",
        Planning.Error(events: e => e.Group("g", g => g.Handle<Notifier>(Planning.Orders))));

    [Fact]
    public async Task A_class_whose_services_are_missing_is_named_at_start()
    {
        var host = _hosts.Build(events => events.Group("g", g => g.Handle<Notifier>(Orders)));
        var e = await Assert.ThrowsAsync<EventsConfigurationException>(() => host.StartAsync());
        Assert.StartsWith("group 'g': handler Notifier can't be made: Unable to resolve service for type", e.Message);
    }

    [SkippableFact]
    public async Task A_class_handles_events_in_transactions()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using (var table = source.CreateCommand("create table paid (cents int)")) await table.ExecuteNonQueryAsync();
        var host = await _hosts.Start(
            events => events.UsePostgreSql(database).Group(
                "ledger", g => g.HandleInTransaction<LedgerWriter>(Orders, o => o.MinBackoff = TimeSpan.FromMilliseconds(1))),
            services => services.AddSingleton(_log).AddScoped<Unit>());
        await Publish(host, new Placed("a"), new Paid("a", -1), new Paid("a", 2));
        await Hosts.Eventually(() => host.Handled() == 3, "all are handled");
        await using var sum = source.CreateCommand("select string_agg(cents::text, ',' order by cents) from paid");
        Assert.Equal("-1,2", await sum.ExecuteScalarAsync());
        Assert.Equal(4, _log.Lines.Count(line => line.StartsWith("unit", StringComparison.Ordinal)));
    }

    private Task<IHost> Start(Action<GroupBuilder> handlers, Action<IServiceCollection>? services = null) => _hosts.Start(
        events => events.Group("g", handlers),
        s =>
        {
            s.AddSingleton(_log).AddScoped<Unit>();
            services?.Invoke(s);
        });

    private static Task Publish(IHost host, params OrderEvent[] events) =>
        host.Services.GetRequiredService<IEvents>().PublishAllAsync(Orders, events);

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Placed), "placed")]
    [JsonDerivedType(typeof(Paid), "paid")]
    [JsonDerivedType(typeof(PaidLate), "paid-late")]
    [JsonDerivedType(typeof(Shipped), "shipped")]
    public abstract record OrderEvent(string Id);

    public sealed record Placed(string Id) : OrderEvent(Id);

    public record Paid(string Id, int Cents) : OrderEvent(Id);

    public sealed record PaidLate(string Id, int Cents) : Paid(Id, Cents);

    public sealed record Shipped(string Id) : OrderEvent(Id);

    public sealed class Log
    {
        private readonly ConcurrentQueue<string> _lines = [];
        private int _units = -1;

        public string[] Lines => [.. _lines];

        public int NextUnit() => Interlocked.Increment(ref _units);

        public void Add(string line) => _lines.Enqueue(line);
    }

    /// <summary>As a DbContext is: of one scope.</summary>
    public sealed class Unit(Log log) : IDisposable
    {
        public int Number { get; } = log.NextUnit();

        public void Dispose() => log.Add($"unit {Number} ends");
    }

    public sealed class Notifier(Log log, Unit unit) : IEventHandler<OrderEvent>, IAsyncDisposable
    {
        public async Task Handle(OrderEvent e, EventContext context)
        {
            await Task.Yield();
            var paid = (Paid)e;
            log.Add($"{context.Key} paid {paid.Cents} with unit {unit.Number}");
            if (paid.Cents < 0 && context.Attempt == 1) throw new InvalidOperationException("told to fail");
        }

        public ValueTask DisposeAsync()
        {
            log.Add($"notifier {unit.Number} ends");
            return ValueTask.CompletedTask;
        }
    }

    public sealed class Auditor(Log log) : IEventHandler<Paid>, IEventHandler<PaidLate>, IEventHandler<Placed>
    {
        public Task Handle(Paid e, EventContext context) => Note("paid");

        public Task Handle(PaidLate e, EventContext context) => Note("paid late");

        public Task Handle(Placed e, EventContext context) => Note("placed");

        private Task Note(string what)
        {
            log.Add(what);
            return Task.CompletedTask;
        }
    }

    public sealed class LedgerWriter(Unit unit) : ITransactionHandler<Paid>
    {
        public async Task Handle(Paid e, DbTransaction transaction, EventContext context)
        {
            Assert.True(unit.Number > 0);
            await using var command = new NpgsqlCommand($"insert into paid values ({e.Cents})", (NpgsqlConnection)transaction.Connection!);
            await command.ExecuteNonQueryAsync(context.CancellationToken);
            if (e.Cents < 0 && context.Attempt == 1) throw new InvalidOperationException("told to fail");
        }
    }
}
