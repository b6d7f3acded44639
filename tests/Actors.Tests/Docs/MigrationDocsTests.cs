using System.Data.Common;
using System.Text.Json;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/migration.md, which stands here too, and so compiles.</summary>
public sealed class MigrationDocsTests
{
    public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Id);

    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("migration.md");

    internal static void After(EventsBuilder events)
    {
        events.Group("shipping", group => group.Handle(Orders, "ship", order => Ship(order)));
        events.Group("ledger", group => group.HandleInTransaction(Orders, "book", async (order, transaction) => await Book(order, transaction)));
    }

    internal static async Task Before(IConsumer<string, string> consumer, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var record = consumer.Consume(stopping);
            await Ship(JsonSerializer.Deserialize<Order>(record.Message.Value)!);
            consumer.Commit(record);
        }
    }

    private static Task Ship(Order order) => Task.FromResult(order);

    private static Task Book(Order order, DbTransaction transaction) => Task.FromResult((order, transaction));

    public sealed record Order(string Id);
}
