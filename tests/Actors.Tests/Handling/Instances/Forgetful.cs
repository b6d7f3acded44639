using System.Collections.Immutable;
using Akka.Event;
using Akka.Events.Handling;
using Akka.Events.Tests.Fakes;

namespace Akka.Events.Tests.Handling.Instances;

/// <summary>Entities that remember nothing beside their state.</summary>
public abstract class Forgetful : EntityActor<Count>
{
    protected Forgetful()
    {
        On(Counter.Events, text => Persist(new Counted(Of(text))));
        Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        Query<GetCount, Count>(_ => State);
    }

    protected virtual string Of(string text) => text;

    public sealed class Plain : Forgetful;

    public sealed class WithConstants : Forgetful
    {
        private static int _ever;
        private readonly TimeSpan _limit = TimeSpan.FromSeconds(1);
        private readonly ImmutableArray<string> _names = ["a", "b"];
        private readonly Settings _settings = new("x", new Version(1, 2));
        private readonly DayOfWeek? _day = DayOfWeek.Monday;

        public string Name { get; } = "name";

        public int Length { get; init; } = 3;

        protected override string Of(string text)
        {
            _ever++;
            return text + (_limit < TimeSpan.Zero || _names.IsEmpty || _settings.Name == "" || _day is null || _ever < 0 ? Name + Length : "");
        }

        private sealed record Settings(string Name, Version Version);
    }

    public sealed class WithService(TimeProvider time) : Forgetful
    {
        public WithService()
            : this(TimeProvider.System)
        {
        }

        protected override string Of(string text) => time.GetUtcNow().Year > 2000 ? text : "";
    }

    public sealed class WithServiceInField : Forgetful
    {
        private readonly TimeProvider _time = TimeProvider.System;
        private TimeProvider _neverWritten = TimeProvider.System;

        protected override string Of(string text) => _time == _neverWritten ? text : "";
    }

    public sealed class WithLog : Forgetful
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        protected override string Of(string text)
        {
            _log.Debug(text);
            return text;
        }
    }

    public sealed class WithServiceInVariable : EntityActor<Count>
    {
        public WithServiceInVariable()
            : this(TimeProvider.System)
        {
        }

        private WithServiceInVariable(TimeProvider time)
        {
            var more = "";
            On(Counter.Events, async text =>
            {
                await Task.Yield();
                Persist(new Counted((time.GetUtcNow().Year > 2000 ? text : "") + more));
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
