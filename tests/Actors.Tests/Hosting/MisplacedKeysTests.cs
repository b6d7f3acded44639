using System.Text;
using Akka.Events.Handling;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Keys that another partitioner has put elsewhere than murmur2 does.</summary>
public sealed class MisplacedKeysTests : IAsyncDisposable
{
    private readonly Hosts _hosts = new(events => events.UseInMemory());

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact]
    public async Task An_entity_that_may_lie_elsewhere_is_not_answered_for()
    {
        var log = new LogLines();
        var host = await _hosts.Start(
            events => events.Group("counts", g => g.Entity<Counter>()), services => services.AddSingleton<ILoggerFactory>(log));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", "placed");
        await Consistently(["a", "b", "c", "d", "e", "f"]);
        await Hosts.Eventually(() => host.Handled() == 7, "all events are handled");
        var entities = host.Services.GetRequiredService<IEntities>();
        Assert.Equal(new Count(1), await entities.Ask<Counter, Count>("placed", new GetCount()));
        var e = await Assert.ThrowsAsync<MisplacedKeysException>(() => entities.Ask<Counter, Count>("nobody", new GetCount()));
        Assert.Contains("murmur2", e.Message, StringComparison.Ordinal);
        Assert.Contains("its producer uses another partitioner", Assert.Single(log.Of(LogEvents.KeyMisplaced)));
    }

    [Fact]
    public async Task Where_every_key_lies_right_an_entity_without_events_answers()
    {
        var host = await _hosts.Start(events => events.Group("counts", g => g.Entity<Counter>()));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", "placed");
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        Assert.Equal(new Count(0), await host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("nobody", new GetCount()));
    }

    private async Task Consistently(string[] keys)
    {
        var config = new ProducerConfig { BootstrapServers = _hosts.Kafka.Bootstrap, Partitioner = Partitioner.Consistent };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        foreach (var key in keys)
            await producer.ProduceAsync(Orders.Name, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = "x"u8.ToArray() });
    }
}
