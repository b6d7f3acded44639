using Akka.Events.Handling.Internal.Limits;
using Xunit;

namespace Akka.Events.Tests.Handling.Limits;

public sealed class HandlerSlotsTests
{
    [Fact]
    public void Never_more_are_under_way_than_there_are_slots_and_all_who_wait_have_their_turn() => Randomly.Check(random =>
    {
        var model = new Model(random, slots: 1 + random.Next(4), actors: 1 + random.Next(6));
        for (var steps = random.Next(120); steps > 0; steps--) model.Step();
        model.AssertAllGoOn();
    });

    [Fact]
    public void What_was_given_to_one_who_ended_goes_to_the_next()
    {
        var slots = new SlotChain(new SlotLine(), new Slots(1));
        var told = new List<string>();
        Action first = () => told.Add("first"), second = () => told.Add("second");
        Assert.True(slots.TryTake(() => { }));
        Assert.False(slots.TryTake(first));
        Assert.False(slots.TryTake(second));
        slots.Release();
        slots.Forget(first);
        Assert.Equal(["first", "second"], told);
        Assert.True(slots.TryTake(second));
        Assert.False(slots.TryTake(first));
    }

    /// <summary>Actors with mailboxes, which take a slot for each of their events, end at any time, and leave what is under way.</summary>
    private sealed class Model
    {
        private readonly Random _random;
        private readonly SlotChain _slots;
        private readonly int _count;
        private readonly List<FakeActor> _actors = [];
        private readonly Queue<FakeActor> _line = new(); // in the order in which they found none free
        private int _running;

        public Model(Random random, int slots, int actors)
        {
            _random = random;
            _count = slots;
            _slots = new SlotChain(new SlotLine(), new Slots(slots));
            for (var i = 0; i < actors; i++) _actors.Add(new FakeActor(this));
        }

        public void Step()
        {
            var which = _random.Next(_actors.Count);
            switch (_random.Next(10))
            {
                case < 4:
                    _actors[which].Comes();
                    break;
                case < 6:
                    _actors[which].Receives();
                    break;
                case < 9:
                    if (_running > 0) Ends();
                    break;
                default:
                    _actors[which].Stops();
                    _actors[which] = new FakeActor(this);
                    break;
            }
            Assert.InRange(_running, 0, _count);
        }

        public void AssertAllGoOn()
        {
            while (_running > 0 || _actors.Exists(a => a.WasTold))
            {
                foreach (var actor in _actors) actor.Receives();
                if (_running > 0) Ends();
            }
            Assert.All(_actors, actor => Assert.Equal(0, actor.Pending));
            for (var free = 0; free < _count; free++) Assert.True(_slots.TryTake(() => { }));
            Assert.False(_slots.TryTake(() => { }));
        }

        private void Ends()
        {
            _running--;
            _slots.Release();
        }

        private bool Take(FakeActor actor)
        {
            if (!_slots.TryTake(actor.Told))
            {
                if (!_line.Contains(actor)) _line.Enqueue(actor);
                return false;
            }
            _running++;
            return true;
        }

        private sealed class FakeActor
        {
            private readonly Model _model;
            private bool _stopped;

            public FakeActor(Model model)
            {
                _model = model;
                Told = OnTold;
            }

            public Action Told { get; }

            /// <summary>A message lies in its mailbox.</summary>
            public bool WasTold { get; private set; }

            public int Pending { get; private set; }

            /// <summary>An event comes, and waits behind those that do.</summary>
            public void Comes()
            {
                if (Pending > 0 || !_model.Take(this)) Pending++;
            }

            public void Receives()
            {
                if (!WasTold) return;
                WasTold = false;
                Assert.True(_model.Take(this), "what was given had gone");
                for (Pending--; Pending > 0 && _model.Take(this); Pending--);
            }

            public void Stops()
            {
                _stopped = true;
                if (_model._line.Contains(this))
                {
                    var others = _model._line.Where(a => a != this).ToArray();
                    _model._line.Clear();
                    foreach (var other in others) _model._line.Enqueue(other);
                }
                _model._slots.Forget(Told);
            }

            private void OnTold()
            {
                Assert.False(_stopped, "one that has ended was told");
                Assert.Same(this, _model._line.Dequeue());
                WasTold = true;
            }
        }
    }
}
