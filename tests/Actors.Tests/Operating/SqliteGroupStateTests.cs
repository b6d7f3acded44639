using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;

namespace Akka.Events.Tests.Operating;

public sealed class SqliteGroupStateTests : GroupStateSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteSettings _settings;
    private readonly SqliteEntityStates _states;

    public SqliteGroupStateTests()
    {
        _settings = new SqliteSettings { Path = _folder.File("events.db") };
        _states = new SqliteEntityStates(_settings, TimeProvider.System);
    }

    internal override Task<(IEntityStates States, IGroupState Group)> Open() =>
        Task.FromResult<(IEntityStates, IGroupState)>((_states, new SqliteGroupState(_settings)));

    protected override Task Write(string[] persistenceIds)
    {
        using var connection = _settings.Connection();
        connection.Open();
        foreach (var id in persistenceIds)
        {
            connection.Execute(
                "insert into journal (persistence_id, sequence_number, created, deleted, message) values ($1, 1, 0, 0, x'')", id);
            connection.Execute("insert into snapshot (persistence_id, sequence_number, created) values ($1, 1, 0)", id);
        }
        return Task.CompletedTask;
    }

    protected override Task<string[]> Ids(string table)
    {
        using var connection = _settings.Connection();
        connection.Open();
        using var command = connection.Command($"select persistence_id from {table}");
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read()) ids.Add(rows.GetString(0));
        return Task.FromResult(ids.ToArray());
    }

    public void Dispose()
    {
        _states.Dispose();
        _folder.Dispose();
    }
}
