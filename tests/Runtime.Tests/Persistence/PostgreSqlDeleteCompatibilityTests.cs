using Akka.Events.Testing;
using Akka.Hosting;
using Akka.Persistence;
using Akka.Persistence.Sql.Hosting;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>In delete-compatibility mode journal_metadata keeps the highest number of deleted events.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgreSqlDeleteCompatibilityTests(PostgresFixture server) : PersistenceTest(new Database(server))
{
    [SkippableFact]
    public async Task Numbers_go_on_after_everything_was_deleted()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(["a", "b"], _ => { }, () => a.DeleteMessages(long.MaxValue)));
        Assert.Equal(2, (await Probe.NextAsync<DeleteMessagesSuccess>()).ToSequenceNr);
        await StopAsync(actor);
        actor = Start();
        await Probe.ExpectAsync("recovered at 2");
        actor.Do(a => a.Persist("c", a.Handled));
        await Probe.ExpectAsync("c handled at 3");
    }

    private sealed class Database(PostgresFixture server) : Storage
    {
        public override async Task<Action<AkkaConfigurationBuilder>> CreateAsync()
        {
            var database = Patient(await server.NewDatabaseAsync());
            return akka => akka.WithSqlPersistence(database, "PostgreSQL.15", deleteCompatibilityMode: true);
        }
    }
}
