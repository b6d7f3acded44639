using Akka.Actor;
using Akka.Events.Testing;
using Akka.Persistence;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>Any mixture of persists, nested ones, stashing and failures keeps the rules. The seed tells the case.</summary>
public abstract class RandomCommandsSuite(Storage storage, int seeds) : PersistenceTest(storage)
{
    private const int Commands = 200;

    [SkippableFact]
    public async Task Commands_come_in_order_events_without_gaps_and_nothing_while_Persist_is_outstanding()
    {
        var probe = Probe.Ref;
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new Random(seed);
            var id = $"random {seed}";
            var actor = System.ActorOf(Props.Create(() => new Mixed(id, random, probe)));
            actor.Tell("begin", ActorRefs.NoSender);
            await Probe.ExpectAsync("begun"); // what comes during recovery is held back in any case
            for (var i = 1; i <= Commands; i++) actor.Tell(i, ActorRefs.NoSender);
            actor.Tell("end", ActorRefs.NoSender);
            Assert.Equal($"{Commands} commands in order", await Probe.NextAsync());
        }
    }

    private sealed class Mixed : ReceivePersistentActor
    {
        private readonly Random _random;
        private readonly IActorRef _probe;
        private readonly List<string> _wrong;
        private readonly Progress _progress;
        private long _events;
        private int _blocking;
        private bool _stashed;

        public Mixed(string id, Random random, IActorRef probe)
        {
            PersistenceId = id;
            _random = random;
            _probe = probe;
            _progress = Progress.Of(random);
            _wrong = _progress.Wrong;
            Recover<string>(OnEvent);
            Command<int>(OnNumber);
            Command<string>(text => text == "begin", _ => probe.Tell("begun"));
            Command<string>(_ => OnEnd());
        }

        public override string PersistenceId { get; }

        private void OnNumber(int number)
        {
            Check(_blocking == 0, $"command {number} while Persist is outstanding");
            if (!_stashed && _random.Next(20) == 0)
            {
                // Out and straight back: it stays in front of its successors.
                _stashed = true;
                Stash.Stash();
                Stash.UnstashAll();
                return;
            }

            _stashed = false;
            Check(number == _progress.Last + 1, $"command {number} after {_progress.Last}");
            _progress.Last = number;
            for (var calls = _random.Next(4); calls > 0; calls--) Call(nesting: 0);
            if (_random.Next(25) == 0) throw new Boom();
        }

        private void Call(int nesting)
        {
            switch (_random.Next(7))
            {
                case 0:
                    _blocking++;
                    Persist("e", e => Handle(e, nesting, last: true));
                    break;
                case 1:
                    PersistAsync("e", e => Handle(e, nesting, last: false));
                    break;
                case 2:
                    _blocking++;
                    PersistAll(Enumerable.Repeat("e", _random.Next(1, 5)), e => Handle(e, nesting, last: false), () => _blocking--);
                    break;
                case 3:
                    PersistAllAsync(["e", "e"], e => Handle(e, nesting, last: false));
                    break;
                case 4:
                    DeferAsync("d", _ => { });
                    break;
                case 5:
                    _blocking++;
                    Persist("e", async e =>
                    {
                        await Task.Yield();
                        Handle(e, nesting, last: true);
                    });
                    break;
                default:
                    PersistAsync("e", async e =>
                    {
                        Handle(e, nesting, last: false);
                        await Task.Yield();
                    });
                    break;
            }
        }

        private void Handle(string e, int nesting, bool last)
        {
            OnEvent(e);
            if (last) _blocking--;
            if (nesting < 3 && _random.Next(4) == 0) Call(nesting + 1);
            if (_random.Next(60) == 0) throw new Boom();
        }

        // Each event once in a life, with the number that follows the one before it.
        private void OnEvent(string e) => Check(LastSequenceNr == ++_events, $"event {LastSequenceNr} as number {_events}");

        private void OnEnd()
        {
            Check(_progress.Last == Commands, $"the end after {_progress.Last}");
            _probe.Tell(_wrong.Count == 0 ? $"{Commands} commands in order" : $"{PersistenceId}: {string.Join("; ", _wrong)}");
        }

        private void Check(bool holds, string otherwise)
        {
            if (!holds) _wrong.Add(otherwise);
        }
    }

    /// <summary>What outlives restarts, kept beside the random numbers that do.</summary>
    private sealed class Progress
    {
        private static readonly global::System.Runtime.CompilerServices.ConditionalWeakTable<Random, Progress> All = [];

        public List<string> Wrong { get; } = [];

        public int Last { get; set; }

        public static Progress Of(Random random) => All.GetOrCreateValue(random);
    }
}

public sealed class RandomCommandsInMemory() : RandomCommandsSuite(Storage.InMemory, seeds: 200);

[Collection(PostgresCollection.Name)]
public sealed class RandomCommandsInPostgreSql(PostgresFixture server) : RandomCommandsSuite(Storage.On(server), seeds: 10);
