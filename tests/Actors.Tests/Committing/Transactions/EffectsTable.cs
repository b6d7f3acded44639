using System.Data.Common;
using System.Globalization;
using Akka.Events.Persistence.Internal;

namespace Akka.Events.Tests.Committing.Transactions;

/// <summary>A database in which handlers leave their effects, whatever the database.</summary>
public abstract class EffectsTable
{
    /// <summary>The store as another process opens it.</summary>
    internal abstract EventStore Open();

    /// <summary>A connection to the database, not through the store. In it is a table effects (handler text, event text).</summary>
    private protected abstract Task<DbConnection> Connect();

    private protected static Task Insert(DbTransaction transaction, string handler, string e) =>
        Execute(transaction, $"insert into effects (handler, event) values ('{handler}', '{e}')");

    private protected static async Task Execute(DbTransaction transaction, string sql)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private protected async Task Execute(string sql)
    {
        await using var connection = await Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    // It is looked at again and again until it is what it should be.
    private protected long Number(string sql)
    {
        using var connection = Connect().GetAwaiter().GetResult();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private protected async Task<List<string>> Effects(string handler)
    {
        await using var connection = await Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select event from effects where handler = '{handler}'";
        await using var rows = await command.ExecuteReaderAsync();
        var events = new List<string>();
        while (await rows.ReadAsync()) events.Add(rows.GetString(0));
        return events;
    }
}
