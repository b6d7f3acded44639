using Akka.Events.Handling.Internal.Limits;
using Xunit;

namespace Akka.Events.Tests.Handling.Limits;

public sealed class SlotChainTests
{
    [Fact]
    public void No_level_has_more_under_way_than_it_may_whatever_it_is_changed_to_and_all_who_wait_have_their_turn() => Randomly.Check(random =>
    {
        var model = new Model(random);
        for (var steps = random.Next(150); steps > 0; steps--) model.Step();
        model.AssertAllGoOn();
    });

    [Fact]
    public void What_waits_for_a_handlers_slot_holds_none_of_its_group()
    {
        var line = new SlotLine();
        Slots one = new(1), group = new(1);
        SlotChain hot = new(line, one, group), calm = new(line, new Slots(1), group);
        Action first = () => { }, second = () => { }, third = () => { };
        Assert.True(hot.TryTake(first));
        Assert.False(hot.TryTake(second));
        Assert.False(calm.TryTake(third));
        hot.Release(); // goes to the hot one's other, who came before
        Assert.False(calm.TryTake(third));
        Assert.True(hot.TryTake(second));
        hot.Release();
        Assert.True(calm.TryTake(third));
    }

    /// <summary>Two handlers of one group, each with actors that have mailboxes. Like those of the library, one asks only while it has something to begin.</summary>
    private sealed class Model
    {
        private readonly Random _random;
        private readonly SlotLine _line = new();
        private readonly Slots _group;
        private readonly Slots[] _handlers;
        private readonly SlotChain[] _chains;
        private readonly FakeActor[] _actors;
        private readonly int[] _running = new int[2];
        private readonly int[] _most; // of each handler, and of the group: none begins above

        public Model(Random random)
        {
            _random = random;
            _most = [1 + random.Next(3), 1 + random.Next(3), 1 + random.Next(4)];
            _handlers = [new Slots(_most[0]), new Slots(_most[1])];
            _group = new Slots(_most[2]);
            _chains = [.. _handlers.Select(h => new SlotChain(_line, h, _group))];
            _actors = [.. Enumerable.Range(0, 2 + random.Next(5)).Select(i => new FakeActor(this, i % 2))];
        }

        public void Step()
        {
            var actor = _actors[_random.Next(_actors.Length)];
            switch (_random.Next(10))
            {
                case < 4:
                    actor.Comes();
                    break;
                case < 6:
                    actor.Receives();
                    break;
                case < 9:
                    Ends(_random.Next(2));
                    break;
                default:
                    var level = _random.Next(3);
                    _most[level] = 1 + _random.Next(4);
                    _line.Resize(level == 2 ? _group : _handlers[level], _most[level]);
                    break;
            }
        }

        public void AssertAllGoOn()
        {
            for (var rounds = 0; Array.Exists(_actors, a => a.Pending > 0); rounds++)
            {
                Assert.True(rounds < 1000, "somebody waits for ever");
                foreach (var actor in _actors) actor.Receives();
                Ends(rounds % 2);
            }
            while (_running.Sum() > 0) Ends(_running[0] > 0 ? 0 : 1);
            foreach (var actor in _actors) actor.Receives();
            Assert.Equal<int[]>(_most, [.. _handlers.Append(_group).Select(slots => slots.Free)]);
        }

        private void Ends(int handler)
        {
            if (_running[handler] == 0) return;
            _running[handler]--;
            _chains[handler].Release();
        }

        private sealed class FakeActor
        {
            private readonly Model _model;
            private readonly int _handler;
            private readonly Action _told;
            private bool _wasTold;

            public FakeActor(Model model, int handler)
            {
                (_model, _handler) = (model, handler);
                _told = () => _wasTold = true;
            }

            public int Pending { get; private set; }

            public void Comes()
            {
                Pending++;
                if (Pending == 1) Begin();
            }

            public void Receives()
            {
                if (!_wasTold) return;
                _wasTold = false;
                Begin();
            }

            private void Begin()
            {
                while (Pending > 0 && _model._chains[_handler].TryTake(_told))
                {
                    Pending--;
                    _model._running[_handler]++;
                    Assert.InRange(_model._running[_handler], 1, _model._most[_handler]);
                    Assert.InRange(_model._running.Sum(), 1, _model._most[2]);
                }
                if (Pending == 0) _model._chains[_handler].Forget(_told);
            }
        }
    }
}
