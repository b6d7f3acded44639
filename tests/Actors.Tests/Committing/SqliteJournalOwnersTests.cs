using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;

namespace Akka.Events.Tests.Committing;

public sealed class SqliteJournalOwnersTests : JournalOwnersSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override EventStore Open() => new SqliteStore(new SqliteSettings { Path = _folder.File("events.db") }, TimeProvider.System);

    protected override Task EmptyJournal() => Execute("delete from journal; delete from snapshot");

    protected override Task DropStates() => Execute("delete from entity_state; delete from shard");

    private Task Execute(string sql)
    {
        using var connection = new SqliteSettings { Path = _folder.File("events.db") }.Connection();
        connection.Open();
        connection.Execute(sql);
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
