using Akka.Events.Handling.Internal.Breakers;
using Xunit;

namespace Akka.Events.Tests.Handling.Breakers;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(30);

    [Fact]
    public void While_it_is_open_nothing_begins_but_one_call_after_each_open_time_and_only_that_ones_end_decides() => Randomly.Check(random =>
    {
        var errors = 1 + random.Next(5);
        var breaker = new CircuitBreaker(errors, OpenTime);
        var model = new Model(errors);
        var running = new List<(int Permit, int Era, int Event)>();
        for (var steps = random.Next(200); steps > 0; steps--)
        {
            switch (random.Next(8))
            {
                case < 3:
                    var expected = model.MayBegin();
                    var permit = breaker.Begin(model.Now, out var wait);
                    Assert.Equal(expected, permit is not null);
                    if (permit is { } begun) running.Add((begun, model.Begins(), random.Next(8)));
                    else if (wait is { } left) Assert.Equal(model.Left, left);
                    else Assert.True(model.Probing);
                    break;
                case < 6 when running.Count > 0:
                    var which = random.Next(running.Count);
                    var (its, era, of) = running[which];
                    running.RemoveAt(which);
                    switch (random.Next(5))
                    {
                        case 0:
                            Assert.Equal(model.IsProbe(era), breaker.Abandoned(its));
                            model.Abandoned(era);
                            break;
                        case < 3:
                            Assert.Equal(model.Failed(era, of), breaker.Failed(its, ("events", 0, of), model.Now));
                            break;
                        default:
                            Assert.Equal(model.Answered(era), breaker.Answered(its, model.Now));
                            break;
                    }
                    break;
                default:
                    // Idle: time alone neither opens nor closes it.
                    var (state, failing) = (breaker.State, breaker.Failing);
                    model.Passes(TimeSpan.FromSeconds(random.Next(40)));
                    Assert.Equal((state, failing), (breaker.State, breaker.Failing));
                    break;
            }
            Assert.Equal(model.Held, breaker.Held(model.Now));
        }
    });

    [Fact]
    public void Attempts_at_one_event_count_once()
    {
        var breaker = new CircuitBreaker(2, OpenTime);
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.Equal(BreakerChange.None, breaker.Failed(breaker.Permit, ("events", 0, 1), TimeSpan.Zero));
        Assert.Equal(BreakerChange.Opened, breaker.Failed(breaker.Permit, ("events", 0, 2), TimeSpan.Zero));
    }

    /// <summary>What holds, in the plainest words: eras are the times between its changes.</summary>
    private sealed class Model(int errors)
    {
        private readonly HashSet<int> _failing = [];
        private int _era;
        private bool _open;
        private TimeSpan _due;
        private TimeSpan _opened;
        private TimeSpan _held;

        public TimeSpan Now { get; private set; } = TimeSpan.FromDays(1);

        public bool Probing { get; private set; }

        public TimeSpan Left => _due - Now;

        public TimeSpan Held => _open ? _held + (Now - _opened) : _held;

        public void Passes(TimeSpan time) => Now += time;

        public bool MayBegin() => !_open || (!Probing && Now >= _due);

        public int Begins()
        {
            if (!_open) return _era;
            Probing = true;
            return ++_era;
        }

        public bool IsProbe(int era) => Probing && era == _era;

        public void Abandoned(int era)
        {
            if (!IsProbe(era)) return;
            Probing = false;
            _era++;
        }

        public BreakerChange Failed(int era, int of)
        {
            if (era != _era) return BreakerChange.None;
            var probe = Probing;
            if (!probe)
            {
                _failing.Add(of);
                if (_failing.Count < errors) return BreakerChange.None;
                (_open, _opened) = (true, Now);
            }
            Probing = false;
            _due = Now + OpenTime;
            _era++;
            return probe ? BreakerChange.StaysOpen : BreakerChange.Opened;
        }

        public BreakerChange Answered(int era)
        {
            if (era != _era) return BreakerChange.None;
            _failing.Clear();
            if (!_open) return BreakerChange.None;
            _held += Now - _opened;
            _open = Probing = false;
            _era++;
            return BreakerChange.Closed;
        }
    }
}
