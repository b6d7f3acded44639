using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

/// <summary>What a state begins as, and how a key of which nothing is known is told from others.</summary>
public sealed class FirstStateTests
{
    private static readonly Topic<string> Events = Topic.Text("events");
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);

    [Fact]
    public async Task A_state_without_a_parameterless_constructor_begins_as_the_class_says_by_its_key()
    {
        await using var group = await Start();
        _topics.Append("events", "anna", "note");
        await group.Handled(Zero);
        Assert.Equal(new Account("anna", 1), await group.Ask<Ledger, Account?>("anna", new Get()));
    }

    [Fact]
    public async Task A_state_that_nothing_can_make_is_refused_at_start()
    {
        var type = new EntityType<Account>(typeof(Silent), new EntityOptions("silent", new HandlerOptions()));
        var e = await Assert.ThrowsAsync<ArgumentException>(() => EventsHarness.Start(_topics, [type]));
        Assert.Equal(
            "entity 'silent': Account has no constructor without parameters, so the constructor of Silent has to say what a state begins as: "
            + "Initial(new Account(…))", e.Message);
    }

    [Fact]
    public async Task An_entity_is_new_until_something_is_persisted_and_again_when_its_state_is_deleted()
    {
        await using var group = await Start();
        Assert.Null(await group.Ask<Ledger, Account?>("anna", new Get()));
        // What persists nothing makes nothing known.
        Assert.Equal("new", await Append(group, "look"));
        Assert.Null(await group.Ask<Ledger, Account?>("anna", new Get()));
        Assert.Equal("new, known", await Append(group, "note"));
        Assert.NotNull(await group.Ask<Ledger, Account?>("anna", new Get()));
        Assert.Equal("known, new", await Append(group, "delete"));
        Assert.Null(await group.Ask<Ledger, Account?>("anna", new Get()));
        Assert.Equal("new, known", await Append(group, "note"));
    }

    [Fact]
    public async Task A_failed_attempt_leaves_a_new_entity_new()
    {
        await using var group = await Start();
        Assert.Equal("new, known", await Append(group, "note and fail once"));
        Assert.Equal(new Account("anna", 1), await group.Ask<Ledger, Account?>("anna", new Get()));
    }

    [Theory]
    [InlineData("note", "known")]
    [InlineData("delete", "new")]
    public async Task It_is_known_after_a_restart_too(string last, string seen)
    {
        await using var group = await Start();
        await Append(group, "note");
        await Append(group, last);
        await group.Client.Revoke(Zero);
        await EventsHarness.Eventually(() => group.Runtime.Context.Tails.Shards == 0);
        group.Client.Assign(Zero);
        Assert.Equal(seen == "new", await group.Ask<Ledger, Account?>("anna", new Get()) is null);
        Assert.Equal(seen, await Append(group, "look"));
    }

    private async Task<EventsHarness> Start()
    {
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Ledger, Account>()]);
        group.Client.Assign(Zero);
        return group;
    }

    // What the handler saw before and after.
    private async Task<string> Append(EventsHarness group, string text)
    {
        _topics.Append("events", "anna", text);
        await group.Handled(Zero);
        return Ledger.Saw;
    }

    public sealed record Account(string Owner, int Notes);

    public sealed record Noted;

    public sealed record Get;

    public sealed class Ledger : EntityActor<Account>
    {
        public Ledger()
        {
            Initial(key => new Account(key, 0));
            On(Events, text =>
            {
                var before = Newness;
                if (text.StartsWith("note", StringComparison.Ordinal)) Persist(new Noted());
                if (text == "delete") DeleteState();
                Saw = Newness == before ? before : $"{before}, {Newness}";
                if (text.EndsWith("fail once", StringComparison.Ordinal) && Event.Attempt == 1) throw new InvalidOperationException("told to fail");
            });
            Apply<Noted>((state, _) => state with { Notes = state.Notes + 1 });
            Query<Get, Account?>(_ => IsNew ? null : State);
        }

        public static string Saw { get; private set; } = "";

        private string Newness => IsNew ? "new" : "known";
    }

    public sealed class Silent : EntityActor<Account>
    {
        public Silent() => On(Events, _ => { });
    }
}
