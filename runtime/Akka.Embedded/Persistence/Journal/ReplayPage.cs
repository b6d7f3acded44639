using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>A question for the next events of a recovery, and its answer. The actor asks for each page, so that none piles up.</summary>
internal sealed class ReplayPage(Eventsourced owner, IActorRef actor, string persistenceId, long from, long to, long max)
    : PersistenceReply(owner, actor)
{
    internal string PersistenceId => persistenceId;
    internal long From => from;
    internal long To => to;

    /// <summary>How many events are still wanted.</summary>
    internal long Max => max;

    /// <summary>The highest number ever stored. The first page brings it, and the others hand it on.</summary>
    internal long HighestSequenceNr { get; set; } = -1;

    internal List<(long SequenceNr, object Event)> Events { get; set; } = [];

    /// <summary>How many of the events have been handled.</summary>
    internal int Handled { get; set; }

    /// <summary>Average bytes of an event; decides how many the next page holds.</summary>
    internal int EventSize { get; set; }

    internal bool IsLast { get; set; }
    internal override object Subject => Handled < Events.Count ? Events[Handled].Event : null;

    internal override void Deliver() => Owner.OnReplayed(this);

    internal ReplayPage Following() => new(Owner, Actor, persistenceId, Events[^1].SequenceNr + 1, to, max - Events.Count)
    {
        HighestSequenceNr = HighestSequenceNr,
        EventSize = EventSize,
    };
}
