using System.Data.Common;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal;

/// <summary>A handler's attempt at one or several records, in one database transaction.</summary>
internal interface ITransactionRun
{
    /// <summary>The records, of one topic-partition and handler. Never empty.</summary>
    IReadOnlyList<Effects> Effects { get; }

    /// <summary>For how long the ids of its events are remembered, so that each is handled once; zero where they aren't.</summary>
    TimeSpan DedupeFor { get; }

    /// <summary>Id and source of an event, by its place among the effects; null where the record says nothing that can be read.</summary>
    EventMetadata? Identity(int place);

    /// <summary>Begins the handler, with those of its events that aren't repeated: at least one. The task ends, well or with its failure, when the handler has; the transaction is left open.</summary>
    ValueTask Begin(DbTransaction transaction);

    /// <summary>The transaction is rolled back, and another begins: the handler gets its events as they were.</summary>
    void Again();
}
