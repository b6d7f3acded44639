using System.Data.Common;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/outbox.md, which stands here too, and so compiles.</summary>
public sealed class OutboxDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("outbox.md");

    internal static void Ledgers(EventsBuilder events) => events
            .Group("ledgers", group => group
                .HandleInTransaction(Topics.Payments, "ledger", async (payment, transaction, context) =>
                {
                    var sql = "update account set balance = balance + $1 where id = $2";
                    await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)transaction.Connection!)
                    {
                        Parameters = { new() { Value = payment.Cents }, new() { Value = payment.Account } },
                    };
                    await command.ExecuteNonQueryAsync(context.CancellationToken);
                }))
        ;

    internal static void Repeated(EventsBuilder events) => events
            .Group("ledgers", group => group
                .HandleInTransaction(Topics.Payments, "ledger", Book, options => options.DedupeFor = TimeSpan.FromDays(7)))
        ;

    private static Task Book(Payment payment, DbTransaction transaction) => Task.FromResult((payment, transaction));

    internal static void Orders(HostApplicationBuilder builder, string connectionString) =>
        builder.Services.AddAkkaEvents("orders", events => events
            .UseKafka("localhost:9092")
            .UsePostgreSql(connectionString)
            .UseOutbox());

    internal static async Task Request(NpgsqlDataSource database, IOutbox outbox, Order order)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Save(order, transaction);
        await outbox.PublishAsync(transaction, Topics.Orders, order);
        await transaction.CommitAsync();
    }

    private static Task Save(Order order, DbTransaction transaction) => Task.FromResult((order, transaction));

    internal sealed record Order(string Id);

    internal sealed record Payment(int Account, int Cents);

    private static class Topics
    {
        public static readonly Topic<Order> Orders = Topic.Json<Order>("orders", key: o => o.Id);

        public static readonly Topic<Payment> Payments = Topic.Json<Payment>("payments", key: p => $"{p.Account}");
    }
}
