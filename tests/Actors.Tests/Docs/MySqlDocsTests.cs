using Akka.Events.Hosting;
using Akka.Events.Persistence.MySql;
using Akka.Events.Topics;
using Microsoft.Extensions.Hosting;
using MySqlConnector;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>The code in docs/mysql.md, which stands here too, and so compiles.</summary>
public sealed class MySqlDocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles() => CodeOfPage.AssertStandsHere("mysql.md");

    internal static void Payments(HostApplicationBuilder builder)
    {
        builder.Services.AddAkkaEvents("payments", events => events
            .UseKafka("localhost:9092")
            .UseMySql("Server=localhost;Database=bank;User ID=bank;Password=secret")
            .Group("ledgers", group => group
                .HandleInTransaction(Topics.Payments, "ledger", async (payment, transaction, context) =>
                {
                    var sql = "update account set balance = balance + @cents where id = @account";
                    await using var command = new MySqlCommand(sql, (MySqlConnection)transaction.Connection!, (MySqlTransaction)transaction);
                    command.Parameters.AddWithValue("@cents", payment.Cents);
                    command.Parameters.AddWithValue("@account", payment.Account);
                    await command.ExecuteNonQueryAsync(context.CancellationToken);
                })));
    }

    internal sealed record Payment(int Account, int Cents);

    private static class Topics
    {
        public static readonly Topic<Payment> Payments = Topic.Json<Payment>("payments", key: p => $"{p.Account}");
    }
}
