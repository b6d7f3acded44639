using System.Data.Common;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Committing.Internal;

/// <summary>A handler's attempt at one or several records, in one database transaction.</summary>
internal interface ITransactionRun
{
    /// <summary>The records, of one topic-partition and handler. Never empty.</summary>
    IReadOnlyList<Effects> Effects { get; }

    /// <summary>Begins the handler. The task ends, well or with its failure, when the handler has; the transaction is left open.</summary>
    ValueTask Begin(DbTransaction transaction);

    /// <summary>The transaction is rolled back, and another begins: the handler gets its events as they were.</summary>
    void Again();
}
