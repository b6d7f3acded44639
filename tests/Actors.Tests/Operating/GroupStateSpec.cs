using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Xunit;

namespace Akka.Events.Tests.Operating;

/// <summary>What deleting a group's state takes and leaves, in whichever store.</summary>
public abstract class GroupStateSpec
{
    private static readonly string[] Journals = ["a_b/0", "a_b/12", "axb/0", "a_b/c/0", "x/a_b/0", "a_b", "a_b/"];
    private static readonly string[] Left = ["a_b", "a_b/", "a_b/c/0", "axb/0", "x/a_b/0"];

    /// <summary>Two looks at an empty store; its tables aren't made.</summary>
    internal abstract Task<(IEntityStates States, IGroupState Group)> Open();

    /// <summary>Gives each of these journals a row and a snapshot.</summary>
    protected abstract Task Write(string[] persistenceIds);

    /// <summary>The persistence ids in a table.</summary>
    protected abstract Task<string[]> Ids(string table);

    [SkippableFact]
    public async Task Deleting_a_group_takes_its_states_journal_and_snapshots_and_no_other_groups()
    {
        var (states, groupState) = await Open();
        await states.Initialize(default);
        foreach (var group in new[] { "a_b", "axb" })
            await states.Write(group, 0, [new StoredState("Counter", [1], 1, "Count:1", default)], default);
        await Write(Journals);

        await groupState.DeleteGroup("a_b", default);

        Assert.Equal(Left, (await Ids("journal")).Order(StringComparer.Ordinal));
        Assert.Equal(Left, (await Ids("snapshot")).Order(StringComparer.Ordinal));
        Assert.Empty(await states.Read("a_b", 0, "Counter", [[1]], default));
        Assert.Single(await states.Read("axb", 0, "Counter", [[1]], default));
    }

    [SkippableFact]
    public async Task Deleting_a_group_from_an_empty_store_is_no_error()
    {
        var (_, groupState) = await Open();
        await groupState.DeleteGroup("group", default);
    }
}
