using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;

namespace Akka.Events.Tests.Handling.Instances;

/// <summary>An entity that counts its events in a memory beside its state, and says with each how far it has got.</summary>
public abstract class Remembering : EntityActor<Count>
{
    protected Remembering()
    {
        On(Counter.Events, _ => Persist(new Counted(Next().ToString())));
        Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        Query<GetCount, Count>(_ => State);
    }

    protected abstract int Next();

    public sealed class InField : Remembering
    {
        private int _count;

        protected override int Next() => ++_count;
    }

    public sealed class InProperty : Remembering
    {
        private int Count { get; set; }

        protected override int Next() => ++Count;
    }

    public sealed class InParameter(int count) : Remembering
    {
        public InParameter()
            : this(0)
        {
        }

        protected override int Next() => ++count;
    }

    public sealed class InList : Remembering
    {
        private readonly List<int> _seen = [];

        protected override int Next()
        {
            _seen.Add(0);
            return _seen.Count;
        }
    }

    public sealed class InArray : Remembering
    {
        private readonly int[] _count = new int[1];

        protected override int Next() => ++_count[0];
    }

    public sealed class InObject : Remembering
    {
        private readonly object _box = new Box();

        protected override int Next() => ++((Box)_box).Count;
    }

    public sealed class InStruct : Remembering
    {
        private Pair _pair;

        protected override int Next() => _pair.Next();

        private struct Pair
        {
            private int _count;

            public int Next() => ++_count;
        }
    }

    public sealed class InReadonlyStruct : Remembering
    {
        private readonly (Box Box, int More) _pair = (new Box(), 0);

        protected override int Next() => ++_pair.Box.Count + _pair.More;
    }

    public sealed class ByReference : Remembering
    {
        private int _count;

        protected override int Next() => Interlocked.Increment(ref _count);
    }

    public abstract class WithField : Remembering
    {
        protected int Count;
    }

    public sealed class InBase : WithField
    {
        protected override int Next() => ++Count;
    }

    public abstract class WithPrivateField : Remembering
    {
        private int _count;

        protected override int Next() => ++_count;
    }

    public sealed class InBasesPrivateField : WithPrivateField;

    public sealed class ByOthers : Remembering
    {
        internal int Count;

        protected override int Next() => Box.Count1(this);
    }

    public sealed class InDelegate : Remembering
    {
        private readonly Func<int> _next = Counting();

        protected override int Next() => _next();

        private static Func<int> Counting()
        {
            var count = 0;
            return () => ++count;
        }
    }

    public sealed class InEvent : Remembering
    {
        private event Action? Seen;

        protected override int Next()
        {
            Seen += () => { };
            return Seen!.GetInvocationList().Length;
        }
    }

    public sealed class InIterator : Remembering
    {
        private readonly IEnumerator<int> _count = Enumerable.Range(1, 1000).GetEnumerator();

        protected override int Next()
        {
            _count.MoveNext();
            return _count.Current;
        }
    }

    public sealed class InThreadLocal : Remembering
    {
        private readonly ThreadLocal<Box> _box = new(() => new Box());
        private readonly Lazy<Box> _lazy = new(() => new Box());

        protected override int Next() => ++_lazy.Value.Count + _box.Value!.Count;
    }

    public sealed class InBuilder : Remembering
    {
        private readonly ImmutableArray<int>.Builder _seen = ImmutableArray.CreateBuilder<int>();

        protected override int Next()
        {
            _seen.Add(0);
            return _seen.Count;
        }
    }

    public sealed class InOwnRecord : Remembering
    {
        private readonly Changing _record = new();

        protected override int Next() => ++_record.Count;

        private sealed record Changing
        {
            public int Count { get; set; }
        }
    }

    public sealed class InImmutableList : Remembering
    {
        private readonly ImmutableList<Box> _boxes = [new Box()];

        protected override int Next() => ++_boxes[0].Count;
    }

    public sealed class InChildren : Remembering
    {
        protected override int Next()
        {
            Context.ActorOf(Props.Empty);
            return Context.GetChildren().Count();
        }
    }

    public sealed class InReceiveTimeout : Remembering
    {
        protected override int Next()
        {
            var hours = Context.ReceiveTimeout is { } timeout ? (int)timeout.TotalHours + 1 : 1;
            Context.SetReceiveTimeout(TimeSpan.FromHours(hours));
            return hours;
        }
    }

    public sealed class InTimers : Remembering, IWithTimers
    {
        private static readonly string[] Names = ["1", "2", "3", "4"];

        public ITimerScheduler Timers { get; set; } = null!;

        protected override int Next()
        {
            var next = Names.First(name => !Timers.IsTimerActive(name));
            Timers.StartSingleTimer(next, "", TimeSpan.FromHours(1));
            return int.Parse(next);
        }
    }

    public sealed class InStash : Remembering, IWithStash
    {
        public IStash Stash { get; set; } = null!;

        protected override int Next()
        {
            var count = Stash.ClearStash().Count() + 1;
            for (var i = 0; i < count; i++) Stash.Prepend([new Envelope("", Self)]);
            return count;
        }
    }

    /// <summary>What it remembers lies where its lambdas have their variables.</summary>
    public abstract class Closing : EntityActor<Count>
    {
        protected Closing()
        {
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }

    public sealed class InVariable : Closing
    {
        public InVariable()
        {
            var count = 0;
            On(Counter.Events, _ => Persist(new Counted((++count).ToString())));
        }
    }

    public sealed class InArgument : Closing
    {
        public InArgument()
            : this(0)
        {
        }

        private InArgument(int count)
        {
            On(Counter.Events, async _ =>
            {
                await Task.Yield();
                Persist(new Counted((++count).ToString()));
            });
        }
    }

    public sealed class InLocalFunction : Closing
    {
        public InLocalFunction()
        {
            var count = 0;
            On(Counter.Events, Handle);

            void Handle(string text) => Persist(new Counted(Next().ToString()));

            int Next() => ++count;
        }
    }

    public sealed class InNestedVariable : Closing
    {
        public InNestedVariable()
        {
            for (var i = 0; i < 1; i++)
            {
                var box = new Box();
                On(Counter.Events, _ => Persist(new Counted((++box.Count + i - 1).ToString())));
            }
        }
    }

    public sealed class InVariableOfAMethod : Closing
    {
        public InVariableOfAMethod() => Register();

        private void Register()
        {
            var count = 0;
            On(Counter.Events, _ => Persist(new Counted((++count).ToString())));
        }
    }

    public sealed class InOthersMethod : Closing
    {
        public InOthersMethod() => On(Counter.Events, new Handling(this).Handle);

        private void Count(int count) => Persist(new Counted(count.ToString()));

        private sealed class Handling(InOthersMethod entity)
        {
            private int _count;

            public void Handle(string text) => entity.Count(++_count);
        }
    }

    public sealed class InFieldAfterAWait : Closing
    {
        private int _count;

        public InFieldAfterAWait() => On(Counter.Events, async _ =>
        {
            await Task.Yield();
            _count++;
            await Task.Yield();
            Persist(new Counted(_count.ToString()));
        });
    }

    public sealed class Box
    {
        public int Count;

        internal static int Count1(ByOthers entity) => ++entity.Count;
    }
}
