using Akka.Events.Operating;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class SqliteEntityHistoryTests : EntityHistorySpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal override EventStore Store => new SqliteStore(Settings, TimeProvider.System);

    private SqliteSettings Settings => new() { Path = _folder.File("events.db") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_journal_whose_beginning_was_deleted_says_so()
    {
        await using var group = await Started();
        await Publish(group, ("a", "one"));
        await Publish(group, ("a", "two"));
        using (var connection = Settings.Connection())
        {
            connection.Open();
            connection.Execute("delete from journal where sequence_number <= 2");
        }

        var refused = await Assert.ThrowsAsync<HistoryNotRetainedException>(() => Read(group, "a"));
        Assert.Contains("begins with sequence number 3", refused.Message);
        Assert.Single(await Read(group, "a", whatIsLeft: true));
    }
}
