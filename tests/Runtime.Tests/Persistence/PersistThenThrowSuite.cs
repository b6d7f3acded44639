using Akka.Actor;
using Akka.Events.Testing;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>What was persisted stays persisted, whatever the actor does next.</summary>
public abstract class PersistThenThrowSuite(Storage storage) : PersistenceTest(storage)
{
    [SkippableFact]
    public async Task An_event_persisted_before_the_command_throws_is_stored_and_its_handler_does_not_run()
    {
        var actor = await StartNewAsync();
        actor.Do(a =>
        {
            a.Persist("a", a.Handled);
            a.PersistAsync("b", a.Handled);
            throw new Boom();
        });
        actor.Tell("next");
        await Probe.ExpectAsync("stopped", "a replayed at 1", "b replayed at 2", "recovered at 2", "next");
    }

    [SkippableFact]
    public async Task A_throwing_event_handler_restarts_the_actor_which_recovers_the_event()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.PersistAll(["a", "b"], e =>
        {
            a.Handled(e);
            throw new Boom();
        }));
        actor.Tell("1");
        actor.Tell("2");
        await Probe.ExpectAsync("a handled at 1", "stopped", "a replayed at 1", "b replayed at 2", "recovered at 2", "1", "2");
    }

    [SkippableFact]
    public async Task Events_of_a_nested_persist_are_stored_when_the_handler_throws_afterwards()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", _ =>
        {
            a.Persist("nested", a.Handled);
            throw new Boom();
        }));
        await Probe.ExpectAsync("stopped", "a replayed at 1", "nested replayed at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task A_failing_asynchronous_handler_restarts_the_actor()
    {
        var actor = await StartNewAsync();
        actor.Do(a => a.Persist("a", async _ =>
        {
            await Task.Yield();
            throw new Boom();
        }));
        actor.Tell("next");
        await Probe.ExpectAsync("stopped", "a replayed at 1", "recovered at 1", "next");
    }

    [SkippableFact]
    public async Task A_failing_asynchronous_command_stores_what_it_persisted()
    {
        var actor = await StartNewAsync();
        actor.DoAsync(async a =>
        {
            a.Persist("a", a.Handled);
            await Task.Yield();
            throw new Boom();
        });
        actor.Tell("next");
        await Probe.ExpectAsync("stopped", "a replayed at 1", "recovered at 1", "next");
    }

    [SkippableFact]
    public async Task An_actor_that_stops_in_a_handler_runs_none_of_the_others()
    {
        var actor = await StartNewAsync();
        Probe.Watch(actor);
        actor.Do(a => a.PersistAll(["a", "b"], e =>
        {
            a.Handled(e);
            Scripted.Context.Stop(a.Self);
        }));
        actor.Tell("command");
        await Probe.ExpectAsync("a handled at 1", "stopped");
        await Probe.ExpectTerminatedAsync(actor);
        Start();
        await Probe.ExpectAsync("a replayed at 1", "b replayed at 2", "recovered at 2");
    }

    [SkippableFact]
    public async Task A_poison_pill_is_not_held_back_by_Persist()
    {
        var actor = await StartNewAsync();
        Probe.Watch(actor);
        actor.Do(a =>
        {
            a.Persist("a", a.Handled);
            a.Self.Tell(PoisonPill.Instance);
        });
        await Probe.ExpectAsync("stopped");
        await Probe.ExpectTerminatedAsync(actor);
        Start();
        await Probe.ExpectAsync("a replayed at 1", "recovered at 1");
    }

    [SkippableFact]
    public async Task A_resumed_actor_goes_on_with_the_handlers_that_are_left()
    {
        var probe = Probe.Ref;
        var parent = System.ActorOf(Props.Create(() => new Resuming()));
        var actor = await parent.Ask<IActorRef>(Props.Create(() => new Scripted("one", probe, null)), TimeSpan.FromMinutes(1));
        await Probe.ExpectAsync("recovered at 0");
        actor.Do(a => a.PersistAll(["a", "b", "c"], e =>
        {
            a.Handled(e);
            if (e == "a") throw new Boom();
        }));
        actor.Tell("command");
        await Probe.ExpectAsync("a handled at 1", "b handled at 2", "c handled at 3", "command");
    }

    private sealed class Resuming : ReceiveActor
    {
        public Resuming() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Resume);
    }
}

public sealed class PersistThenThrowInMemory() : PersistThenThrowSuite(Storage.InMemory);

[Collection(PostgresCollection.Name)]
public sealed class PersistThenThrowInPostgreSql(PostgresFixture server) : PersistThenThrowSuite(Storage.On(server));
