using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;

namespace Akka.Events.Tests.Committing;

public sealed class SqliteJournalOwnersTests : JournalOwnersSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override EventStore Open() => new SqliteStore(new SqliteSettings { Path = _folder.File("events.db") }, TimeProvider.System);

    protected override Task EmptyJournal()
    {
        using var connection = new SqliteSettings { Path = _folder.File("events.db") }.Connection();
        connection.Open();
        connection.Execute("delete from journal; delete from snapshot");
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}
