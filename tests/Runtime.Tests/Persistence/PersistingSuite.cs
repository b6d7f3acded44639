using Akka.Actor;
using Akka.Events.Testing;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>Persist blocks commands and PersistAsync does not; handlers run in the order of the calls.</summary>
public abstract class PersistingSuite(Storage storage) : PersistenceTest(storage)
{
    [SkippableFact]
    public async Task Commands_that_arrive_during_Persist_are_handled_after_its_handler_in_order()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", a.Handled));
        actor.Tell("1");
        actor.Tell("2");
        actor.Do(a => a.Persist("b", a.Handled));
        actor.Tell("3");
        await Probe.ExpectAsync("a handled at 1", "1", "2", "b handled at 2", "3");
    }

    [SkippableFact]
    public async Task Many_commands_that_persist_keep_their_order()
    {
        var actor = await StartNewAsync();
        const int count = 300;
        for (var i = 1; i <= count; i++)
        {
            var name = $"e{i}";
            actor.Do(a => a.Persist(name, a.Handled));
        }

        await Probe.ExpectAsync([.. Enumerable.Range(1, count).Select(i => $"e{i} handled at {i}")]);
    }

    [SkippableFact]
    public async Task A_message_sent_in_the_command_overtakes_the_handler_of_PersistAsync_but_not_of_Persist()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.PersistAsync("a", a.Handled);
            a.Self.Tell("next");
        });
        await Probe.ExpectAsync("next", "a handled at 1");
        actor.Do(a =>
        {
            a.Persist("b", a.Handled);
            a.Self.Tell("next");
        });
        await Probe.ExpectAsync("b handled at 2", "next");
    }

    [SkippableFact]
    public async Task Handlers_run_in_the_order_of_the_calls_whatever_their_kind()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.PersistAsync("a", a.Handled);
            a.Persist("b", a.Handled);
            a.PersistAll(["c", "d"], a.Handled);
            a.DeferAsync("e", a.Handled);
            a.PersistAllAsync(["f", "g"], a.Handled);
        });
        actor.Tell("later");
        var all = new List<object>();
        for (var i = 0; i < 8; i++) all.Add(await Probe.NextAsync());
        Assert.Equal(
            ["a handled at 1", "b handled at 2", "c handled at 3", "d handled at 4", "e handled at 4", "f handled at 5", "g handled at 6"],
            all.Where(message => message is not "later"));
        Assert.True(all.IndexOf("later") > all.IndexOf("d handled at 4"));
    }

    [SkippableFact]
    public async Task Handlers_see_the_sender_of_the_command_that_persisted()
    {
        var actor = await StartNewAsync();
        var other = new Probe(System);
        actor.Do(a => a.Persist("a", _ => a.Sender.Tell("for the first")), Probe.Ref);
        actor.Do(a => a.PersistAsync("b", _ => a.Sender.Tell("for the second")), other.Ref);
        actor.Do(a => a.PersistAll(["c", "d"], e => a.Sender.Tell(e)), Probe.Ref);
        await Probe.ExpectAsync("for the first", "c", "d");
        await other.ExpectAsync("for the second");
        Assert.Equal(actor, other.LastSender);
    }

    [SkippableFact]
    public async Task A_nested_Persist_goes_on_blocking()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("outer", e =>
        {
            a.Handled(e);
            a.Persist("inner", inner =>
            {
                a.Handled(inner);
                a.Persist("innermost", a.Handled);
            });
        }));
        actor.Tell("command");
        await Probe.ExpectAsync("outer handled at 1", "inner handled at 2", "innermost handled at 3", "command");
    }

    [SkippableFact]
    public async Task Nested_persists_come_after_the_handlers_of_the_same_command()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(["a", "b"], e =>
        {
            a.Handled(e);
            a.Persist("after " + e, a.Handled);
        }));
        actor.Tell("command");
        await Probe.ExpectAsync("a handled at 1", "b handled at 2", "after a handled at 3", "after b handled at 4", "command");
    }

    [SkippableFact]
    public async Task PersistAsync_inside_a_Persist_handler_lets_commands_in_afterwards()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", e =>
        {
            a.Handled(e);
            a.PersistAsync("b", a.Handled);
        }));
        actor.Do(a => a.Persist("c", a.Handled));
        await Probe.ExpectAsync("a handled at 1", "b handled at 2", "c handled at 3");
    }

    [SkippableFact]
    public async Task DeferAsync_runs_at_once_when_nothing_is_outstanding_and_in_its_turn_otherwise()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.DeferAsync("now", a.Tell);
            a.Tell("after now");
            a.PersistAsync("a", a.Handled);
            a.DeferAsync("later", a.Tell);
            a.Tell("end of command");
        });
        await Probe.ExpectAsync("now", "after now", "end of command", "a handled at 1", "later");
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync("a replayed at 1", "recovered at 1"); // what was deferred is not stored
    }

    [SkippableFact]
    public async Task PersistAll_of_nothing_is_nothing()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.PersistAll(Array.Empty<string>(), a.Handled);
            a.PersistAll<string>(null, a.Handled);
            a.Tell($"{a.LastSequenceNr}");
        });
        actor.Tell("command");
        await Probe.ExpectAsync("0", "command");
    }

    [SkippableFact]
    public async Task PersistAll_calls_its_completion_once_after_the_last_handler()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.PersistAll(["a", "b"], a.Handled, () => a.Tell("complete"));
            a.Persist("c", a.Handled);
            a.PersistAll(Array.Empty<string>(), a.Handled, () => a.Tell("empty"));
        });
        await Probe.ExpectAsync("empty", "a handled at 1", "b handled at 2", "complete", "c handled at 3");
    }

    [SkippableFact]
    public async Task Asynchronous_handlers_run_one_after_another_and_hold_back_commands()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(
            ["a", "b"],
            async e =>
            {
                a.Tell($"begin {e}");
                await Task.Yield();
                a.Handled(e);
                a.Sender.Tell($"end {e}");
            },
            async () =>
            {
                await Task.Yield();
                a.Tell("complete");
            }), Probe.Ref);
        actor.Tell("command");
        await Probe.ExpectAsync("begin a", "a handled at 1", "end a", "begin b", "b handled at 2", "end b", "complete", "command");
    }

    [SkippableFact]
    public async Task What_an_asynchronous_command_persists_is_written_when_it_ends_and_blocks_the_next_command()
    {
        var actor = await StartNewAsync();
        actor.DoAsync(async a =>
        {
            a.Persist("a", a.Handled);
            await Task.Yield();
            a.Persist("b", a.Handled);
            a.Tell("end");
        });
        actor.Tell("command");
        await Probe.ExpectAsync("end", "a handled at 1", "b handled at 2", "command");
    }

    [SkippableFact]
    public async Task Thousands_of_events_under_way_are_handled_and_replayed_in_order()
    {
        var actor = await StartNewAsync();
        const int count = 2500;
        actor.Do(a =>
        {
            for (var i = 1; i <= count; i++) a.PersistAsync($"e{i}", e => a.Handled(e));
        });
        await Probe.ExpectAsync([.. Enumerable.Range(1, count).Select(i => $"e{i} handled at {i}")]);
        await StopAsync(actor);
        Start();
        await Probe.ExpectAsync([.. Enumerable.Range(1, count).Select(i => $"e{i} replayed at {i}"), $"recovered at {count}"]);
    }
}

public sealed class PersistingInMemory() : PersistingSuite(Storage.InMemory);

[Collection(PostgresCollection.Name)]
public sealed class PersistingInPostgreSql(PostgresFixture server) : PersistingSuite(Storage.On(server));
