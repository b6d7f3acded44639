#nullable enable
using Akka.Hosting;

namespace Akka.Persistence.Hosting;

/// <summary>Where a journal's event adapters would be added; this runtime has none.</summary>
public sealed class AkkaPersistenceJournalBuilder
{
    public AkkaPersistenceJournalBuilder(string journalId, AkkaConfigurationBuilder builder) { }
}
