using Akka.Actor;
using Akka.Events.Testing;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>The user's stash and the internal one together keep the order of commands.</summary>
public abstract class StashSuite(Storage storage) : PersistenceTest(storage)
{
    [SkippableFact]
    public async Task Unstashed_messages_come_before_those_that_waited_for_Persist()
    {
        var actor = StartStashing();
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("persist and unstash");
        actor.Tell("3");
        actor.Tell("4");
        await Probe.ExpectAsync("handled", "stash 1", "stash 2", "3", "4");
    }

    [SkippableFact]
    public async Task Messages_unstashed_one_by_one_keep_their_order()
    {
        var actor = StartStashing();
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("unstash one");
        actor.Tell("3");
        await Probe.ExpectAsync("stash 1", "3");
        actor.Tell("unstash one");
        await Probe.ExpectAsync("stash 2");
    }

    [SkippableFact]
    public async Task Both_stashes_survive_a_restart_in_order()
    {
        var actor = StartStashing();
        actor.Tell("stash 1");
        actor.Tell("persist and throw");
        actor.Tell("2");
        actor.Tell("3");
        await Probe.ExpectAsync("restarted", "stash 1", "2", "3");
    }

    private IActorRef StartStashing()
    {
        var probe = Probe.Ref;
        return System.ActorOf(Props.Create(() => new Stashing(probe)));
    }

    private sealed class Stashing : Akka.Persistence.ReceivePersistentActor
    {
        private readonly IActorRef _probe;
        private bool _open;

        public Stashing(IActorRef probe)
        {
            _probe = probe;
            RecoverAny(_ => { });
            Command<string>(OnText);
        }

        public override string PersistenceId => "stashing";

        protected override void PostRestart(Exception reason)
        {
            _open = true;
            _probe.Tell("restarted");
            base.PostRestart(reason);
        }

        private void OnText(string text)
        {
            switch (text)
            {
                case "persist and unstash":
                    Persist("x", _ =>
                    {
                        _probe.Tell("handled");
                        _open = true;
                        Stash.UnstashAll();
                    });
                    break;
                case "persist and throw":
                    Persist("x", _ => throw new Boom());
                    break;
                case "unstash one":
                    _open = true;
                    Stash.Unstash();
                    break;
                default:
                    if (text.StartsWith("stash", StringComparison.Ordinal) && !_open) Stash.Stash();
                    else _probe.Tell(text);
                    break;
            }
        }
    }
}

public sealed class StashInMemory() : StashSuite(Storage.InMemory);

[Collection(PostgresCollection.Name)]
public sealed class StashInPostgreSql(PostgresFixture server) : StashSuite(Storage.On(server));
