using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;

namespace Akka.Events.Tests.Committing.Journals;

/// <summary>Akka.Persistence.Sql's plugins, over SQLite.</summary>
public sealed class SqliteShardJournalTests : ShardJournalSpec
{
    private readonly TemporaryFolder _folder = new();

    internal override EventStore Open() => new SqliteStore(new SqliteSettings { Path = _folder.File("events.db") }, TimeProvider.System);
}
