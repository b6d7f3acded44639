using Akka.Events.Hosting;
using Akka.Events.Topics;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/batches.md.</summary>
public sealed class BatchesDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("batches.md");

    internal static void Search(EventsBuilder events, IIndex index) => events
            .Group("search", group => group
                .HandleBatch(Topics.Products, "index", async batch =>
                {
                    var answers = await index.PutAsync(batch.Select(e => e.Event), batch.CancellationToken);
                    foreach (var (e, error) in batch.Zip(answers))
                        if (error is not null) e.Fail(new InvalidOperationException(error));
                }))
        ;

    internal static void Ledgers(EventsBuilder events) => events
            .Group("ledgers", group => group
                .HandleBatchInTransaction(Topics.Payments, "ledger", async (batch, transaction) =>
                {
                    var sql = "update account a set balance = balance + sum from (select id, sum(cents) from unnest($1, $2) as p (id, cents) group by id) as paid where a.id = paid.id";
                    await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)transaction.Connection!)
                    {
                        Parameters =
                        {
                            new() { Value = batch.Select(e => e.Event.Account).ToArray() },
                            new() { Value = batch.Select(e => e.Event.Cents).ToArray() },
                        },
                    };
                    await command.ExecuteNonQueryAsync(batch.CancellationToken);
                }))
        ;

    /// <summary>Takes documents together, and says of each what is wrong with it.</summary>
    internal interface IIndex
    {
        Task<IReadOnlyList<string?>> PutAsync(IEnumerable<Product> products, CancellationToken cancellationToken);
    }

    internal sealed record Product(string Id);

    internal sealed record Payment(int Account, int Cents);

    private static class Topics
    {
        public static readonly Topic<Product> Products = Topic.Json<Product>("products", key: p => p.Id);

        public static readonly Topic<Payment> Payments = Topic.Json<Payment>("payments", key: p => $"{p.Account}");
    }
}
