using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Handling.Internal.Visits;

/// <summary>A visit to one entity, in its key's lane: handled in its turn as an event is, with effects that become durable as an event's do, and no offset.</summary>
internal sealed class VisitDelivery : EventDelivery
{
    /// <param name="run">The run.</param>
    /// <param name="key">The entity's key.</param>
    /// <param name="number">The visit's number in the run.</param>
    public VisitDelivery(VisitRun run, byte[] key, long number) : base(run.Route, run.Source)
    {
        Run = run;
        Handler = run.Type;
        Primary = this;
        Effects.Handled = new HandledTopic(run.Route.JournalName, run.Type.Name);
        Effects.FinishesNothing = true;
        Fill(new RawRecord { Offset = number, Timestamp = run.Began.ToUnixTimeMilliseconds(), HasKey = true, HasValue = false, Key = key, Value = default });
    }

    public VisitRun Run { get; }

    /// <summary>Set by the actor: there is no such entity, or no longer.</summary>
    public bool IsSkipped { get; set; }

    public override object? Untyped => null;

    public override string RecordId => $"{Run.Id}-{Offset}";

    /// <summary>It has ended well, and what it has led to is durable.</summary>
    public void Done() => Run.Ended(IsSkipped ? 0 : 1, failed: 0);

    /// <summary>It has failed, or could not begin: nothing has come of it.</summary>
    public void GiveUp() => Run.Ended(0, failed: 1);

    public override void Decode()
    {
    }

    public override void ReleaseEvent()
    {
    }

    public override EventDelivery CopyForHandler() => throw new NotSupportedException();
}
