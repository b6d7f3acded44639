using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;

namespace Akka.Events.Tests.Committing;

public sealed class SqliteJournalOwnersTests : JournalOwnersSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override EventStore Open() => new SqliteStore(new SqliteSettings { Path = _folder.File("events.db") }, TimeProvider.System);

    public void Dispose() => _folder.Dispose();
}
