using System.Text;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Tests.Fakes;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>What every store of entity states must do.</summary>
public abstract class EntityStatesSpec
{
    private const string Group = "group", Entity = "Counter";

    internal abstract Task<IEntityStates> Create();

    [SkippableFact]
    public async Task What_was_written_is_read_again_by_key()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "one"), State("b", 2, "two"), State("c", 3, "")], default);

        var read = await states.Read(Group, 0, Entity, [Key("c"), Key("a"), Key("missing")], default);

        Assert.Equal(["a=1:one", "c=3:"], Show(read));
    }

    [SkippableFact]
    public async Task Nothing_is_read_of_another_group_shard_or_entity()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "here")], default);
        await states.Write(Group, 1, [State("b", 1, "other shard")], default);
        await states.Write("other", 0, [State("c", 1, "other group")], default);
        await states.Write(Group, 0, [State("d", 1, "other entity") with { Entity = "Sum" }], default);

        Assert.Equal(["a=1:here"], Show(await states.Read(Group, 0, Entity, [Key("a"), Key("b"), Key("c"), Key("d")], default)));
        Assert.Equal(["a=1:here", "d=1:other entity"], Show(await Sweep(states, 0)));
        Assert.Empty(await states.Read("unknown", 0, Entity, [Key("a")], default));
    }

    [SkippableFact]
    public async Task Keys_are_given_in_pages_each_once_and_without_those_of_ended_entities()
    {
        var states = await Create();
        string[] keys = [.. Enumerable.Range(0, 23).Select(i => i % 5 == 0 ? new string((char)('a' + i), 300) : $"key{i}")];
        await states.Write(Group, 0, [.. keys.Select(key => State(key, 1, "here"))], default);
        await states.Write(Group, 1, [State("other shard", 1, "x")], default);
        await states.Write(Group, 0, [State("other entity", 1, "x") with { Entity = "Sum" }], default);
        await states.Write(Group, 0, [State(keys[3], 2, "") with { Deleted = true }], default);

        var found = new List<string>();
        IReadOnlyList<byte[]> page;
        byte[]? last = null;
        do
        {
            page = await states.Keys(Group, 0, Entity, last, 4, default);
            found.AddRange(page.Select(Encoding.UTF8.GetString));
            last = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == 4);

        Assert.Equal(keys.Where(key => key != keys[3]).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Empty(await states.Keys("unknown", 0, Entity, null, 4, default));
    }

    [SkippableFact]
    public async Task A_sweep_gives_every_field_of_a_shard()
    {
        var states = await Create();
        await states.Write(Group, 5, [State("a", 1, "A"), State("a", 2, "S") with { Entity = "Sum", Manifest = "Sum:2" }], default);

        var all = (await Sweep(states, 5)).OrderBy(state => state.Entity).ToArray();

        Assert.Equal(["Counter/Count:1", "Sum/Sum:2"], all.Select(state => $"{state.Entity}/{state.Manifest}"));
        Assert.Equal(["a=1:A", "a=2:S"], Show(all));
        Assert.All(all, state => Assert.False(state.Deleted));
    }

    [SkippableFact]
    public async Task A_write_replaces_what_an_earlier_one_stored()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "old"), State("b", 1, "stays")], default);
        await states.Write(Group, 0, [State("a", 2, "new") with { Manifest = "Count:2" }], default);

        var all = await Sweep(states, 0);

        Assert.Equal(["a=2:new", "b=1:stays"], Show(all));
        Assert.Equal("Count:2", all.Single(state => state.SequenceNr == 2).Manifest);
    }

    [SkippableFact]
    public async Task A_write_that_comes_late_does_not_replace_a_newer_state()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 7, "newer"), State("b", 3, "older")], default);
        await states.Write(Group, 0, [State("a", 5, "late"), State("b", 5, "newer")], default);

        Assert.Equal(["a=7:newer", "b=5:newer"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task The_same_write_twice_changes_nothing()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 7, "state")], default);
        await states.Write(Group, 0, [State("a", 7, "state")], default);

        Assert.Equal(["a=7:state"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task A_key_that_a_write_names_twice_counts_with_its_highest_sequence_number()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "first"), State("b", 1, "b"), State("a", 3, "last"), State("a", 2, "second")], default);

        Assert.Equal(["a=3:last", "b=1:b"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task A_deleted_state_is_gone()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "state"), State("b", 1, "stays")], default);
        await states.Write(Group, 0, [Ended("a", 2), Ended("never stored", 2), State("c", 2, "new")], default);

        Assert.Equal(["b=1:stays", "c=2:new"], Show(await Sweep(states, 0)));
        Assert.Empty(await states.Read(Group, 0, Entity, [Key("a")], default));
    }

    [SkippableFact]
    public async Task A_delete_that_comes_late_leaves_the_newer_state()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 3, "begun again")], default);
        await states.Write(Group, 0, [Ended("a", 2)], default);

        Assert.Equal(["a=3:begun again"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task A_write_that_comes_late_does_not_bring_a_deleted_state_back()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "state")], default);
        await states.Write(Group, 0, [Ended("a", 5)], default);
        await states.Write(Group, 0, [State("a", 4, "late")], default);

        Assert.Empty(await Sweep(states, 0));
    }

    [SkippableFact]
    public async Task A_deleted_entity_can_begin_again()
    {
        var states = await Create();
        await states.Write(Group, 0, [Ended("a", 5)], default);
        await states.Write(Group, 0, [State("a", 6, "again")], default);

        Assert.Equal(["a=6:again"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task Keys_are_bytes_of_any_length()
    {
        var states = await Create();
        byte[][] keys =
        [
            [], [0], [0, 0], [0xff, 0xfe], Long(254, 'x'), Long(255, 'x'), Long(256, 'x'), Long(257, 'x'), Long(100_000, 'x'),
            [.. Long(99_999, 'x'), (byte)'y'],
        ];
        await states.Write(Group, 0, [.. keys.Select((key, i) => State("", i, $"{i}") with { Key = key })], default);

        var all = await Sweep(states, 0);
        var read = await states.Read(Group, 0, Entity, keys, default);

        Assert.Equal(keys.Length, all.Count);
        Assert.All(all.Concat(read), state => Assert.Equal(keys[state.SequenceNr], state.Key));
        Assert.Equal(keys.Length, read.Count);
    }

    [SkippableFact]
    public async Task Payloads_may_be_large()
    {
        var states = await Create();
        var payload = new byte[1 << 20];
        new Random(1).NextBytes(payload);
        await states.Write(Group, 0, [.. Enumerable.Range(0, 20).Select(i => State($"{i}", 1, "") with { Payload = payload })], default);

        Assert.All(await Sweep(states, 0), state => Assert.True(state.Payload.Span.SequenceEqual(payload)));
    }

    [SkippableFact]
    public async Task A_payload_s_memory_may_be_used_again_after_the_write()
    {
        var states = await Create();
        var payload = "before"u8.ToArray();
        await states.Write(Group, 0, [State("a", 1, "") with { Payload = payload }], default);
        "after."u8.CopyTo(payload);

        Assert.Equal(["a=1:before"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task Many_thousand_states_are_written_and_read_at_once()
    {
        var states = await Create();
        var all = Enumerable.Range(0, 25_000).Select(i => State($"key {i}", i, $"{i}")).ToArray();
        await states.Write(Group, 0, all, default);

        Assert.Equal(Show(all), Show(await states.Read(Group, 0, Entity, [.. all.Select(state => state.Key)], default)));
        Assert.Equal(Show(all), Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task Deleting_a_group_leaves_the_others()
    {
        var states = await Create();
        await states.Write(Group, 0, [State("a", 1, "here")], default);
        await states.Write(Group, 1, [State("b", 1, "here")], default);
        await states.Write("other", 0, [State("a", 1, "there")], default);

        await states.Delete(Group, default);

        Assert.Empty(await Sweep(states, 0));
        Assert.Empty(await Sweep(states, 1));
        Assert.Equal(["a=1:there"], Show(await states.Read("other", 0, Entity, [Key("a")], default)));
        await states.Write(Group, 0, [State("a", 1, "anew")], default);
        Assert.Equal(["a=1:anew"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task A_journal_claims_a_shard_s_states_for_its_incarnation()
    {
        var states = await Create();

        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(0, 0, false), default));
        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(1, 5, false), default));
        await states.Write(Group, 0, [State("a", 5, "state")], default);
        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(1, 8, true), default));
        Assert.Equal(["a=5:state"], Show(await Sweep(states, 0)));
        Assert.Equal(1, await states.Claim(Group, 1, new JournalEnd(0, 0, false), default));
    }

    [SkippableTheory]
    [InlineData(0, 0, false, "is empty, and states of it are stored up to sequence number 8")]
    [InlineData(1, 7, true, "ends at sequence number 7, and states of it are stored up to 8")]
    [InlineData(2, 9, true, "is another one than the stored states were made with (incarnation 2, theirs is 1)")]
    public async Task States_that_do_not_belong_to_the_journal_are_refused_until_another_one_has_begun(long incarnation, long sequenceNr, bool stored, string problem)
    {
        var states = await Create();
        await states.Claim(Group, 0, new JournalEnd(0, 0, false), default);
        await states.Write(Group, 0, [State("a", 3, "state"), State("b", 8, "state")], default);
        await states.Write(Group, 0, [State("c", 4, "state")], default);
        await states.Claim(Group, 1, new JournalEnd(0, 0, false), default);
        await states.Write(Group, 1, [State("d", 8, "other shard")], default);
        var journal = new JournalEnd(incarnation, sequenceNr, stored);

        var refused = await Assert.ThrowsAsync<LostJournalException>(() => states.Claim(Group, 0, journal, default));
        Assert.StartsWith(problem, refused.Message);
        Assert.Equal(3, (await Sweep(states, 0)).Count);

        var next = Math.Max(1, incarnation) + 1;
        Assert.Equal(next, refused.Next);
        Assert.Equal(next, await states.Claim(Group, 0, new JournalEnd(next, sequenceNr + 1, false, BeginsAnew: true), default));
        Assert.Empty(await Sweep(states, 0));
        Assert.Equal(["d=8:other shard"], Show(await Sweep(states, 1)));
        await states.Write(Group, 0, [State("a", 1, "anew")], default);
        Assert.Equal(next, await states.Claim(Group, 0, new JournalEnd(next, 1, true), default));
        Assert.Equal(["a=1:anew"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task A_journal_whose_stored_states_are_gone_is_refused_or_begins_anew()
    {
        var states = await Create();
        var journal = new JournalEnd(3, 12, true);

        var refused = await Assert.ThrowsAsync<LostJournalException>(() => states.Claim(Group, 0, journal, default));
        Assert.StartsWith("stands on stored states that aren't there", refused.Message);
        Assert.Equal(4, refused.Next);
        Assert.Equal(4, await states.Claim(Group, 0, new JournalEnd(4, 13, false, BeginsAnew: true), default));
    }

    [SkippableFact]
    public async Task Two_owners_that_begin_a_journal_at_once_begin_the_same_one_and_neither_parts_the_others_states_from_it()
    {
        var states = await Create();
        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(0, 0, false), default));
        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(0, 0, false), default));

        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(1, 1, false), default));
        await states.Write(Group, 0, [State("a", 1, "state")], default);
        Assert.Equal(["a=1:state"], Show(await Sweep(states, 0)));
    }

    [SkippableFact]
    public async Task Deleting_a_group_leaves_nothing_that_a_new_journal_would_not_belong_to()
    {
        var states = await Create();
        await states.Claim(Group, 0, new JournalEnd(0, 0, false), default);
        await states.Write(Group, 0, [State("a", 8, "state")], default);
        await states.Delete(Group, default);

        Assert.Equal(1, await states.Claim(Group, 0, new JournalEnd(0, 0, false), default));
    }

    [SkippableFact]
    public async Task Topics_are_known_as_they_were_first_given_until_one_is_replaced()
    {
        var states = await Create();
        var (orders, payments) = (new KnownTopic("orders", "id-1", 4, 0), new KnownTopic("payments", "id-2", 4, 0));
        await states.Know(Group, [orders], default);
        await states.Know("other", [orders with { Partitions = 6 }], default);

        var known = await states.Know(Group, [orders with { Id = "id-3", Partitions = 8 }, payments], default);
        Assert.Equal((orders, payments), (known["orders"], known["payments"]));
        Assert.Equal(known, await states.Know(Group, [], default));

        await states.Replace(Group, orders, orders with { Id = "id-3", Life = 1 }, default);
        await states.Replace(Group, orders, orders with { Id = "id-4", Life = 7 }, default); // too late
        Assert.Equal(orders with { Id = "id-3", Life = 1 }, (await states.Know(Group, [orders], default))["orders"]);
        Assert.Equal(6, (await states.Know("other", [orders], default))["orders"].Partitions);

        await states.Delete(Group, default);
        Assert.Equal(8, (await states.Know(Group, [orders with { Partitions = 8 }], default))["orders"].Partitions);
    }

    [SkippableFact]
    public async Task A_write_of_nothing_is_no_error()
    {
        var states = await Create();
        await states.Write(Group, 0, [], default);

        Assert.Empty(await states.Read(Group, 0, Entity, [], default));
    }

    internal static StoredState State(string key, long sequenceNr, string payload) =>
        new(Entity, Key(key), sequenceNr, "Count:1", Encoding.UTF8.GetBytes(payload));

    internal static StoredState Ended(string key, long sequenceNr) => new(Entity, Key(key), sequenceNr, "Count:1", default, Deleted: true);

    internal static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);

    internal static string[] Show(IEnumerable<StoredState> states) =>
        [.. states.Select(state => $"{Text(state.Key)}={state.SequenceNr}:{Text(state.Payload.Span)}").Order(StringComparer.Ordinal)];

    internal static async Task<IReadOnlyList<StoredState>> Sweep(IEntityStates states, int shard)
    {
        var all = new List<StoredState>();
        await foreach (var state in states.ReadAll(Group, shard, default)) all.Add(state);
        return all;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static byte[] Long(int length, char of) => Encoding.ASCII.GetBytes(new string(of, length));
}
